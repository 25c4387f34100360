package dev.refrain.kernel.vector;

import static org.assertj.core.api.Assertions.fail;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;

/// Two windows alike on two storages alike: one for the vector kernels, one for the reference. The
/// storages are larger than the windows, and afterwards all of them is compared, so that a number
/// written outside a window is found.
record Twin(Tensor fastNumbers, Matrix fast, Tensor slowNumbers, Matrix slow) {

  /// How a window lies in its storage.
  enum Layout {
    DENSE,
    /// rows apart, not beginning at 0
    SPACED,
    TRANSPOSED
  }

  /// A window of normally distributed numbers.
  static Twin random(Rng rng, int rows, int columns, Layout layout) {
    boolean transposed = layout == Layout.TRANSPOSED;
    int margin = layout == Layout.DENSE ? 0 : 3;
    Tensor numbers =
        Tensor.zeros((transposed ? columns : rows) + 2, (transposed ? rows : columns) + 2 * margin);
    for (int i = 0; i < numbers.shape().size(); i++) {
      numbers.set(i, rng.nextGaussian());
    }
    Tensor copy = numbers.copy();
    return new Twin(
        numbers, window(numbers, rows, columns, layout), copy, window(copy, rows, columns, layout));
  }

  private static Matrix window(Tensor numbers, int rows, int columns, Layout layout) {
    Matrix all = Matrix.of(numbers);
    return switch (layout) {
      case DENSE -> all.rows(0, rows);
      case SPACED -> all.rows(1, rows + 1).columns(3, columns + 3);
      case TRANSPOSED -> all.rows(1, columns + 1).columns(3, rows + 3).transposed();
    };
  }

  /// Stores the same number in both.
  void set(int row, int column, double value) {
    fast.set(row, column, value);
    slow.set(row, column, value);
  }

  /// Compares all numbers, absolutely below one and relatively above.
  void assertAgree(double tolerance, String what) {
    for (int i = 0; i < fastNumbers.shape().size(); i++) {
      double found = fastNumbers.get(i);
      double expected = slowNumbers.get(i);
      boolean same = Double.compare(found, expected) == 0;
      if (!same && !(Math.abs(found - expected) <= tolerance * Math.max(1, Math.abs(expected)))) {
        fail("%s: %s is %s, expected %s (storage index %d)", what, fast, found, expected, i);
      }
    }
  }
}
