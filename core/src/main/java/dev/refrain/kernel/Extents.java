package dev.refrain.kernel;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Storage;

/// The checks that every device makes of its operands, in one place so that all devices refuse the
/// same calls with the same words. A check that passes allocates nothing.
public final class Extents {
  private Extents() {}

  /// Both windows show the same rows and columns.
  public static void same(String operation, Matrix first, Matrix second) {
    if (first.rows() != second.rows() || first.columns() != second.columns()) {
      throw disagreement(operation, first, second, "they must have the same rows and columns");
    }
  }

  /// `row` is `[1, N]` for `values[M, N]`.
  public static void rowOf(String operation, Matrix values, Matrix row) {
    if (row.rows() != 1 || row.columns() != values.columns()) {
      throw disagreement(
          operation, values, row, "the second must have one row and as many columns");
    }
  }

  /// `column` is `[M, 1]` for `values[M, N]`.
  public static void columnOf(String operation, Matrix values, Matrix column) {
    if (column.columns() != 1 || column.rows() != values.rows()) {
      throw disagreement(
          operation, values, column, "the second must have one column and as many rows");
    }
  }

  /// Both windows have rows of the same length.
  public static void sameColumns(String operation, Matrix first, Matrix second) {
    if (first.columns() != second.columns()) {
      throw disagreement(operation, first, second, "they must have the same columns");
    }
  }

  /// `left[M, K]` and `product[M, N]` go together, and the packed right operand has room for
  /// `[K, N]`.
  public static void product(Matrix left, Storage packed, int packedLength, Matrix product) {
    if (left.rows() != product.rows()) {
      throw disagreement("multiply", left, product, "left and product must have the same rows");
    }
    unitColumnStride("multiply", product);
    if (packed.length() < packedLength) {
      throw new IllegalArgumentException(
          "multiply: %s by a packed right operand into %s needs %d packed numbers, there are %d"
              .formatted(left, product, packedLength, packed.length()));
    }
  }

  /// `left[M, K]`, `right[K, N]` and `product[M, N]` go together.
  public static void product(Matrix left, Matrix right, Matrix product) {
    if (left.rows() != product.rows()) {
      throw disagreement("multiply", left, product, "left and product must have the same rows");
    }
    if (left.columns() != right.rows()) {
      throw disagreement(
          "multiply", left, right, "left must have as many columns as right has rows");
    }
    sameColumns("multiply", right, product);
    unitColumnStride("multiply", product);
  }

  /// The packing of `right` fits the storage.
  public static void packing(Matrix right, Storage packed, int packedLength) {
    if (packed.length() < packedLength) {
      throw new IllegalArgumentException(
          "pack: %s needs %d packed numbers, there are %d"
              .formatted(right, packedLength, packed.length()));
    }
  }

  /// The window's columns lie side by side.
  public static void unitColumnStride(String operation, Matrix window) {
    if (window.columnStride() != 1 && window.columns() > 1) {
      throw new IllegalArgumentException(operation + ": the column stride must be 1 in " + window);
    }
  }

  /// The probability of keeping an element lies in `[0, 1]`.
  public static void probability(double keep) {
    if (!(keep >= 0 && keep <= 1)) {
      throw new IllegalArgumentException("dropoutMask: keep = " + keep + " is not in [0, 1]");
    }
  }

  /// There is an id or a target for each row.
  public static void count(String operation, int count, Matrix rows) {
    if (count < rows.rows()) {
      throw new IllegalArgumentException("%s: %d ids for %s".formatted(operation, count, rows));
    }
  }

  /// `id` is −1 or a number below `bound`.
  ///
  /// @throws IndexOutOfBoundsException if not
  public static void id(String operation, int id, int position, int bound) {
    if (id < -1 || id >= bound) {
      throw new IndexOutOfBoundsException(
          "%s: number %d is %d, it must be −1 or in 0 … %d"
              .formatted(operation, position, id, bound - 1));
    }
  }

  /// The storage holds the kind of numbers these kernels work on.
  public static void precision(Precision expected, Storage storage) {
    if (storage.precision() != expected) {
      throw new IllegalArgumentException(
          "an operand is " + storage.precision() + ", these kernels work on " + expected);
    }
  }

  private static IllegalArgumentException disagreement(
      String operation, Matrix first, Matrix second, String rule) {
    return new IllegalArgumentException(
        "%s: %s and %s: %s".formatted(operation, first, second, rule));
  }
}
