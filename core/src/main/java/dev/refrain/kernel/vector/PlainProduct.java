package dev.refrain.kernel.vector;

import java.util.Arrays;

/// What stands in for a [MicroKernel] as long as it is not compiled: in plain Java, for tiles of one
/// row and all panels. Every element is added up by fused multiply-adds in order of depth, as there,
/// so the bits are the same.
///
/// A piece of the panels is unpacked, and each of the left operand's rows combines it. Arrays
/// that are all indexed from 0 are what HotSpot's own vectorization needs.
final class PlainProduct implements MicroKernel {
  private static final int DEPTH = 32;
  private static final int COLUMNS = 32 * Panels.WIDTH;

  private final float[][] right = new float[DEPTH][COLUMNS];
  private final float[] sums = new float[COLUMNS];

  @Override
  public void run(
      int rows,
      int depth,
      float[] left,
      int leftOffset,
      int leftRow,
      int leftColumn,
      float[] packed,
      int packedOffset,
      int panelDistance,
      float[] begin,
      int beginOffset,
      int beginRow,
      float[] product,
      int productOffset,
      int productRow,
      int columns) {
    for (int column = 0; column < columns; column += COLUMNS) {
      int width = Math.min(COLUMNS, columns - column);
      int panel = packedOffset + column / Panels.WIDTH * panelDistance;
      for (int k = 0; k < depth; k += DEPTH) {
        int pieceDepth = Math.min(DEPTH, depth - k);
        unpack(packed, panel + k * Panels.WIDTH, panelDistance, pieceDepth, width);
        for (int row = 0; row < rows; row++) {
          int to = productOffset + row * productRow + column;
          if (k > 0) {
            System.arraycopy(product, to, sums, 0, width);
          } else if (begin != null) {
            System.arraycopy(begin, beginOffset + row * beginRow + column, sums, 0, width);
          } else {
            Arrays.fill(sums, 0, width, 0);
          }
          int from = leftOffset + row * leftRow + k * leftColumn;
          addRows(left, from, leftColumn, pieceDepth, width);
          System.arraycopy(sums, 0, product, to, width);
        }
      }
    }
  }

  private void unpack(float[] packed, int panel, int panelDistance, int depth, int columns) {
    int from = panel;
    for (int column = 0; column < columns; column += Panels.WIDTH) {
      for (int k = 0; k < depth; k++) {
        System.arraycopy(packed, from + k * Panels.WIDTH, right[k], column, Panels.WIDTH);
      }
      from += panelDistance;
    }
  }

  private void addRows(float[] left, int from, int stride, int depth, int columns) {
    int k = 0;
    for (; k + 4 <= depth; k += 4) {
      int at = from + k * stride;
      addFour(
          left[at],
          right[k],
          left[at + stride],
          right[k + 1],
          left[at + 2 * stride],
          right[k + 2],
          left[at + 3 * stride],
          right[k + 3],
          sums,
          columns);
    }
    for (; k < depth; k++) {
      add(left[from + k * stride], right[k], sums, columns);
    }
  }

  private static void addFour(
      float a,
      float[] rowA,
      float b,
      float[] rowB,
      float c,
      float[] rowC,
      float d,
      float[] rowD,
      float[] sums,
      int columns) {
    for (int n = 0; n < columns; n++) {
      float sum = Math.fma(b, rowB[n], Math.fma(a, rowA[n], sums[n]));
      sums[n] = Math.fma(d, rowD[n], Math.fma(c, rowC[n], sum));
    }
  }

  private static void add(float a, float[] row, float[] sums, int columns) {
    for (int n = 0; n < columns; n++) {
      sums[n] = Math.fma(a, row[n], sums[n]);
    }
  }
}
