package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;
import jdk.incubator.vector.FloatVector;

/// The packed layout of a right operand `[K, N]`: panels two vectors wide, each holding its K rows
/// one after the other, the last panel filled up with zeros. A product then reads its right operand
/// from the first number to the last.
final class Panels {
  /// Vectors side by side in a panel.
  static final int VECTORS = 2;

  /// Columns of a panel.
  static final int WIDTH = VECTORS * Lanes.COUNT;

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
    int depth = right.rows();
    int columns = right.columns();
    for (int column = 0; column < columns; column += WIDTH) {
      int present = Math.min(WIDTH, columns - column);
      int source = right.offset() + column * right.columnStride();
      int target = Storage.LEAD + column * depth;
      if (present < WIDTH) {
        java.util.Arrays.fill(packed, target, target + depth * WIDTH, 0);
      }
      if (right.columnStride() == 1 && present == WIDTH) {
        packRows(array, source, right.rowStride(), packed, target, depth);
      } else {
        Transposition.copy(
            array,
            source,
            right.columnStride(),
            right.rowStride(),
            packed,
            target,
            WIDTH,
            present,
            depth);
      }
    }
  }

  private static void packRows(
      float[] array, int source, int rowStride, float[] packed, int target, int depth) {
    for (int k = 0; k < depth; k++) {
      for (int v = 0; v < VECTORS; v++) {
        FloatVector.fromArray(Lanes.SPECIES, array, source + v * Lanes.COUNT)
            .intoArray(packed, target + v * Lanes.COUNT);
      }
      source += rowStride;
      target += WIDTH;
    }
  }
}
