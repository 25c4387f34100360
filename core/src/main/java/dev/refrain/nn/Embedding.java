package dev.refrain.nn;

import dev.refrain.autodiff.Rows;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.init.Initializer;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// A learnt vector for each id.
///
/// @param weight `[V, E]`
public record Embedding(Tensor weight) {

  /// Makes the parameter `weight`.
  public static Embedding create(
      Parameters.Scope scope, int vocabulary, int size, Initializer init) {
    return new Embedding(scope.parameter("weight", Shape.of(vocabulary, size), init));
  }

  /// The vectors of ids, `[outer.., E]`; an id of −1 gives zeros.
  ///
  /// @param ids row-major in the shape `outer`; they must not be changed before the tape is closed
  /// @throws IndexOutOfBoundsException if an id is V or more
  public Value apply(Tape tape, int[] ids, Shape outer) {
    return Rows.gather(tape.parameter(weight), ids, outer.with(weight.shape().columns()));
  }
}
