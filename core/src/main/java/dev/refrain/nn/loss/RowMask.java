package dev.refrain.nn.loss;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;

/// Rows that do not count in a loss.
final class RowMask {
  private RowMask() {}

  /// @param rows null if all count
  static void check(Shape prediction, Shape target, boolean[] rows) {
    if (!prediction.equals(target)) {
      throw new IllegalArgumentException(
          "the prediction is %s, the target %s: they must have one shape"
              .formatted(prediction, target));
    }
    if (rows != null && rows.length != prediction.rows()) {
      throw new IllegalArgumentException(
          "a mask of %d for a prediction %s, which has %d rows"
              .formatted(rows.length, prediction, prediction.rows()));
    }
  }

  /// Sets the rows that do not count to zero, each stretch of them at once.
  static void clear(Kernels kernels, Matrix values, boolean[] rows) {
    int from = 0;
    while (rows != null && from < rows.length) {
      int to = from;
      while (to < rows.length && !rows[to]) {
        to++;
      }
      if (to > from) {
        kernels.fill(values.rows(from, to), 0);
      }
      from = to + 1;
    }
  }
}
