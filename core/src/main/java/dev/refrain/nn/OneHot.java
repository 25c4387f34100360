package dev.refrain.nn;

import dev.refrain.autodiff.Rows;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// Ids as rows with a single 1: the input of a network without an embedding. Its product with a
/// layer's weights picks their columns, as an [Embedding] would pick its rows.
public final class OneHot {
  // Kept from step to step.
  private final Matrix ones = Matrix.unplaced(1, 1);
  private final Matrix all = Matrix.unplaced(1, 1);
  private int[] elements = {}; // where the ones go

  private OneHot() {}

  /// Constant rows `[outer.., vocabulary]`; an id of −1 gives zeros.
  ///
  /// @throws IndexOutOfBoundsException if an id is not in the vocabulary
  public static Value of(Tape tape, int[] ids, Shape outer, int vocabulary) {
    return tape.reuse(OneHot.class, OneHot::new).rows(tape, ids, outer, vocabulary);
  }

  private Value rows(Tape tape, int[] ids, Shape outer, int vocabulary) {
    if (elements.length < ids.length) {
      elements = new int[ids.length];
    }
    Rows.elements(ids, vocabulary, elements);
    Kernels kernels = tape.kernels();
    Tensor rows = tape.zeros(outer.with(vocabulary));
    Tensor column = tape.allocate(Shape.of(ids.length));
    ones.moveTo(column.storage(), column.offset(), ids.length);
    kernels.fill(ones, 1);
    all.moveTo(rows.storage(), rows.offset(), rows.shape().size());
    kernels.scatterAddRows(ones, elements, all);
    return tape.constant(rows);
  }
}
