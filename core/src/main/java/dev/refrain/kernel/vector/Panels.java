package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;

/// The packed layout of a right operand `[K, N]`: panels two vectors wide, each holding its K rows
/// one after the other, the last panel filled up with zeros. A product then reads its right operand
/// from the first number to the last.
final class Panels {
  /// Vectors side by side in a panel.
  static final int VECTORS = 2;

  /// Columns of a panel.
  static final int WIDTH = VECTORS * Lanes.COUNT;

  /// Columns that are packed together: so many panels are written side by side.
  private static final int NEAR = 16 * WIDTH;

  private Panels() {}

  /// How many panels cover so many columns.
  static int count(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /// How long an array of all panels is; they begin at [Storage#LEAD].
  static int length(int depth, int columns) {
    return Math.addExact(
        Storage.LEAD, Math.multiplyExact(Math.multiplyExact(count(columns), WIDTH), depth));
  }

  /// Fills the panels from an operand of any strides.
  static void pack(float[] array, Matrix right, float[] packed) {
    int whole = right.columnStride() == 1 ? right.columns() - right.columns() % WIDTH : 0;
    for (int column = 0; column < whole; column += NEAR) {
      packRows(array, right, column, Math.min(NEAR, whole - column), packed);
    }
    int depth = right.rows();
    for (int column = whole; column < right.columns(); column += WIDTH) {
      int present = Math.min(WIDTH, right.columns() - column);
      int target = Storage.LEAD + column * depth;
      if (present < WIDTH) {
        java.util.Arrays.fill(packed, target, target + depth * WIDTH, 0);
      }
      Transposition.copy(
          array,
          right.offset() + column * right.columnStride(),
          right.columnStride(),
          right.rowStride(),
          packed,
          target,
          WIDTH,
          present,
          depth);
    }
  }

  /// Row by row, so that the operand is read from the first number to the last.
  private static void packRows(
      float[] array, Matrix right, int column, int columns, float[] packed) {
    int depth = right.rows();
    int source = right.offset() + column;
    int target = Storage.LEAD + column * depth;
    for (int k = 0; k < depth; k++) {
      int to = target;
      for (int c = 0; c < columns; c += WIDTH) {
        System.arraycopy(array, source + c, packed, to, WIDTH);
        to += depth * WIDTH;
      }
      source += right.rowStride();
      target += WIDTH;
    }
  }
}
