package dev.refrain.nn;

import dev.refrain.autodiff.Rows;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;

/// Ids as rows with a single 1: the input of a network without an embedding. Its product with a
/// layer's weights picks their columns, as an [Embedding] would pick its rows.
public final class OneHot {
  private OneHot() {}

  /// Constant rows `[outer.., vocabulary]`; an id of −1 gives zeros.
  ///
  /// @throws IndexOutOfBoundsException if an id is not in the vocabulary
  public static Value of(Tape tape, int[] ids, Shape outer, int vocabulary) {
    int[] extents = Arrays.copyOf(outer.toArray(), outer.rank() + 1);
    extents[outer.rank()] = vocabulary;
    Tensor rows = tape.zeros(Shape.of(extents));
    Kernels kernels = tape.kernels();
    Matrix ones = Matrix.of(tape.allocate(ids.length, 1));
    kernels.fill(ones, 1);
    Matrix elements = Matrix.of(rows.reshape(rows.shape().size(), 1));
    kernels.scatterAddRows(ones, Rows.elements(ids, vocabulary), elements);
    return tape.constant(rows);
  }
}
