package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Rows of a matrix picked by number.
public final class Rows {
  private Rows() {}

  /// `result[r] = table[ids[r]]`, an id of −1 gives zeros. The gradients of a row that was picked
  /// several times add up. The ids are kept and must not be changed before the tape is closed.
  ///
  /// @param table any shape, read as rows of its innermost axis: `[V, E]`
  /// @param shape what the result looks like: `ids.length` rows of `E`
  /// @throws IllegalArgumentException if the shape does not fit
  /// @throws IndexOutOfBoundsException if an id is not a row of the table
  public static Value gather(Value table, int[] ids, Shape shape) {
    return gather(table, ids, shape, y -> table.addGradientRows(y.gradientMatrix(), ids));
  }

  /// Where single elements lie when all rows are taken as one column: `r * columns + picked[r]`,
  /// and −1 where nothing is picked. With these as ids a gather picks one element of each row.
  ///
  /// @throws IndexOutOfBoundsException if a picked element is not in `-1 … columns-1`
  public static int[] elements(int[] picked, int columns) {
    int[] ids = new int[picked.length];
    elements(picked, columns, ids);
    return ids;
  }

  /// Like [#elements(int[], int)], into the first of `ids`.
  public static void elements(int[] picked, int columns, int[] ids) {
    for (int r = 0; r < picked.length; r++) {
      if (picked[r] < -1 || picked[r] >= columns) {
        throw new IndexOutOfBoundsException(
            "element %d of row %d, which has %d".formatted(picked[r], r, columns));
      }
      ids[r] = picked[r] < 0 ? -1 : r * columns + picked[r];
    }
  }

  /// Like [#gather], for ids that take most rows of `x` and few of them twice: the way back is
  /// then a gather too.
  static Value rearrange(Value x, int[] ids, Shape shape) {
    return gather(x, ids, shape, y -> rearrangeBackward(y.gradientMatrix(), x, ids));
  }

  private static void rearrangeBackward(Matrix dy, Value x, int[] ids) {
    Kernels kernels = x.tape().kernels();
    int[] inverse = x.gradientStarted() ? null : inverse(ids, x.shape().rows());
    if (inverse != null) {
      kernels.gatherRows(dy, inverse, x.gradientMatrix());
    } else {
      kernels.scatterAddRows(dy, ids, Matrix.of(x.gradientFromZero()));
    }
  }

  /// Where each of `rows` rows went, −1 for nowhere; null if one went to two places.
  private static int[] inverse(int[] ids, int rows) {
    int[] inverse = new int[rows];
    Arrays.fill(inverse, -1);
    for (int r = 0; r < ids.length; r++) {
      if (ids[r] >= 0) {
        if (inverse[ids[r]] >= 0) {
          return null;
        }
        inverse[ids[r]] = r;
      }
    }
    return inverse;
  }

  private static Value gather(Value table, int[] ids, Shape shape, Tape.BackwardOf backward) {
    if (shape.rows() != ids.length || shape.columns() != table.shape().columns()) {
      throw new IllegalArgumentException(
          "%d ids into a table of %s give %d rows of %d, not %s"
              .formatted(ids.length, table.shape(), ids.length, table.shape().columns(), shape));
    }
    Tensor gathered = table.tape().allocate(shape);
    table.tape().kernels().gatherRows(table.matrix(), ids, Matrix.of(gathered));
    Value result = table.tape().record(gathered, List.of(table), backward);
    PickedRows whole = table.picked();
    result.setPicked(whole == null ? new PickedRows(table, ids) : whole.pick(ids));
    return result;
  }
}
