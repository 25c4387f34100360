package dev.refrain.nn;

import dev.refrain.autodiff.PickedRows;
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
  // Kept from step to step.
  private final Matrix ones = Matrix.unplaced(1, 1);
  private final Matrix all = Matrix.unplaced(1, 1);
  private int[] elements = {}; // where the ones go
  private int[] everyId = {}; // of a vocabulary, once

  private OneHot() {}

  /// Constant rows `[outer.., vocabulary]`; an id of −1 gives zeros. Where there are far more than a
  /// vocabulary's, they are picked from the unit matrix, which a layer may then project in their place
  /// (see [PickedRows]). The ids must not be changed before the tape is closed.
  ///
  /// @throws IndexOutOfBoundsException if an id is not in the vocabulary
  public static Value of(Tape tape, int[] ids, Shape outer, int vocabulary) {
    OneHot oneHot = tape.reuse(OneHot.class, OneHot::new);
    return PickedRows.isSmall(vocabulary, ids.length)
        ? Rows.gather(oneHot.unit(tape, vocabulary), ids, outer.with(vocabulary))
        : oneHot.rows(tape, ids, outer, vocabulary);
  }

  private Value unit(Tape tape, int size) {
    if (everyId.length != size) {
      everyId = new int[size];
      Arrays.setAll(everyId, id -> id);
    }
    return rows(tape, everyId, Shape.of(size), size);
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
