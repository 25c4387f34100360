package dev.refrain.nn;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// Layer normalization (Ba, Kiros & Hinton 2016): each row brought to mean 0 and variance 1, then
/// scaled and shifted by what is learnt.
///
/// @param gain `[F]`
/// @param bias `[F]`
/// @param epsilon what is added to the variance before the root
public record LayerNorm(Tensor gain, Tensor bias, double epsilon) {
  /// PyTorch's and Keras's order of magnitude; it matters only for rows that hardly vary.
  private static final double EPSILON = 1e-5;

  /// Makes the parameters `gain`, which starts at one, and `bias`, at zero.
  public static LayerNorm create(Parameters.Scope scope, int features) {
    Shape shape = Shape.of(features);
    return new LayerNorm(
        scope.parameter("gain", shape, Initializers.constant(1)),
        scope.parameter("bias", shape, Initializers.zeros()),
        EPSILON);
  }

  /// From `x[.., F]` to the same shape.
  public Value apply(Value x) {
    Tape tape = x.tape();
    return x.normalized(tape.parameter(gain), tape.parameter(bias), epsilon);
  }
}
