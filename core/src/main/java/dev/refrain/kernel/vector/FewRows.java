package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;

/// Products of few rows, `product[M, N] (+)= left[M, K] · right[K, N]`, with a right operand that is
/// read where it lies: while a piece of it is in the first-level cache, all rows of the left operand
/// pass by.
final class FewRows {
  /// How many numbers of the right operand: 24 kB.
  private static final int PIECE = 6 * 1024;

  /// Columns that [StepLoops#mix] goes through together.
  private static final int TOGETHER = 4 * Lanes.COUNT;

  private FewRows() {}

  /// The right operand's columns are contiguous: a weight `[N, K]`, transposed.
  static void byDots(
      float[] leftArray,
      Matrix left,
      float[] rightArray,
      Matrix right,
      float[] productArray,
      Matrix product,
      boolean accumulate) {
    int depth = left.columns();
    int stride = right.columnStride();
    int piece = Math.max(4, PIECE / Math.max(1, depth) / 4 * 4);
    for (int column = 0; column < product.columns(); column += piece) {
      int columns = Math.min(piece, product.columns() - column);
      for (int m = 0; m < left.rows(); m++) {
        StepLoops.dots(
            leftArray,
            left.offset() + m * left.rowStride(),
            rightArray,
            right.offset() + column * stride,
            stride,
            depth,
            productArray,
            product.offset() + m * product.rowStride() + column,
            columns,
            accumulate);
      }
    }
  }

  /// The right operand's rows are contiguous: a weight `[K, N]`.
  static void byRows(
      float[] leftArray,
      Matrix left,
      float[] rightArray,
      Matrix right,
      float[] productArray,
      Matrix product,
      boolean accumulate) {
    int depth = left.columns();
    int stride = right.rowStride();
    int piece = left.rows() == 1 ? depth : PIECE / TOGETHER;
    for (int column = 0; column < product.columns(); column += TOGETHER) {
      int columns = Math.min(TOGETHER, product.columns() - column);
      for (int k = 0; k < depth; k += piece) {
        for (int m = 0; m < left.rows(); m++) {
          StepLoops.mix(
              leftArray,
              left.offset() + m * left.rowStride() + k,
              rightArray,
              right.offset() + k * stride + column,
              stride,
              Math.min(piece, depth - k),
              productArray,
              product.offset() + m * product.rowStride() + column,
              columns,
              accumulate || k > 0);
        }
      }
    }
  }
}
