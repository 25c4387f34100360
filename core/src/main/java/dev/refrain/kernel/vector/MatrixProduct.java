package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The product of a matrix and a packed right operand (see [Panels]), cut so that the numbers a
/// [MicroKernel] reads again are near: a piece of a panel stays in the first-level cache while the
/// rows of the left operand pass by, and those rows stay in the second-level cache from one panel to
/// the next (Goto & van de Geijn 2008, without packing the left operand).
///
/// Every element of the product is added up by fused multiply-adds in order of depth, so its bits
/// depend neither on the width of vectors nor on its place.
final class MatrixProduct {
  /// Rows of the main tile: as many accumulators as the registers hold besides a panel's row. AVX2
  /// has 16 registers; AVX-512 and NEON have 32.
  private static final int TILE_ROWS = Lanes.COUNT == 8 ? 6 : 8;

  private static final int ACCUMULATORS = TILE_ROWS * Panels.VECTORS;

  /// Depth of the pieces: two vectors of 16 floats by 256 are 32 KiB.
  private static final int DEPTH = 256;

  /// Rows of the left operand that stay near: 256 by 256 floats are 256 KiB.
  private static final int ROWS = 240;

  /// A product of so little depth is bound by writing: then it goes down tile by tile, so that rows are
  /// written whole, and not along panels.
  private static final int SHALLOW = 32;

  private static final AtomicReferenceArray<MicroKernel> KERNELS =
      new AtomicReferenceArray<>(TILE_ROWS * TILE_ROWS * Panels.VECTORS * 2);

  /// One for each thread, filled anew for each product: a recurrence takes hundreds a step, and none
  /// is to leave garbage.
  private static final ThreadLocal<MatrixProduct> OWN = ThreadLocal.withInitial(MatrixProduct::new);

  private float[] left;
  private int leftRow;
  private int leftColumn;
  private float[] packed;
  private float[] product;
  private int productRow;
  private int columns;
  private int panelDistance;

  private MatrixProduct() {}

  private void take(
      float[] leftArray, Matrix left, float[] packed, float[] productArray, Matrix product) {
    this.left = leftArray;
    leftRow = left.rowStride();
    leftColumn = left.columnStride();
    this.packed = packed;
    this.product = productArray;
    productRow = product.rowStride();
    columns = product.columns();
    panelDistance = left.columns() * Panels.WIDTH;
  }

  private void letGo() {
    left = null;
    packed = null;
    product = null;
  }

  /// @param left of at least one column
  static void multiply(
      float[] leftArray,
      Matrix left,
      float[] packed,
      float[] productArray,
      Matrix product,
      boolean accumulate) {
    int rows = left.rows();
    int depth = left.columns();
    if (rows == 0 || product.columns() == 0) {
      return;
    }
    MatrixProduct multiplication = OWN.get();
    multiplication.take(leftArray, left, packed, productArray, product);
    // A few rows use each piece of a panel only once: then long strides are better than short ones.
    int pieces = rows <= TILE_ROWS ? 1 : Math.max(1, (depth + DEPTH - 1) / DEPTH);
    int piece = (depth + pieces - 1) / pieces;
    for (int from = 0; from < depth; from += piece) {
      multiplication.piece(
          left.offset(),
          product.offset(),
          rows,
          from,
          Math.min(piece, depth - from),
          accumulate || from > 0);
    }
    multiplication.letGo();
  }

  private void piece(
      int leftOffset, int productOffset, int rows, int from, int depth, boolean accumulate) {
    int begin = leftOffset + from * leftColumn;
    int tiled = rows - rows % TILE_ROWS;
    int near = depth <= SHALLOW ? TILE_ROWS : ROWS;
    for (int row = 0; row < tiled; row += near) {
      int blocks = Math.min(near, tiled - row) / TILE_ROWS;
      int leftBegin = begin + row * leftRow;
      int productBegin = productOffset + row * productRow;
      rows(TILE_ROWS, 1, blocks, leftBegin, productBegin, from, depth, accumulate);
    }
    int rest = rows - tiled;
    if (rest > 0) {
      int panels = Math.max(1, ACCUMULATORS / (Panels.VECTORS * rest));
      int leftBegin = begin + tiled * leftRow;
      int productBegin = productOffset + tiled * productRow;
      rows(rest, panels, 1, leftBegin, productBegin, from, depth, accumulate);
    }
  }

  /// All columns of `blocks · tileRows` rows, `panels` panels at a time.
  private void rows(
      int tileRows,
      int panels,
      int blocks,
      int leftBegin,
      int productBegin,
      int from,
      int depth,
      boolean accumulate) {
    int width = panels * Panels.WIDTH;
    for (int column = 0; column < columns; column += width) {
      int present = Math.min(width, columns - column);
      int presentPanels = Panels.count(present);
      int last = present - (presentPanels - 1) * Panels.WIDTH;
      // A masked tile of full height is more than C1 can compile ("out of virtual registers"), and
      // then HotSpot never gets to C2.
      int halves = tileRows == TILE_ROWS && last % Lanes.COUNT != 0 ? 2 : 1;
      kernel(tileRows / halves, presentPanels, last)
          .run(
              blocks * halves,
              depth,
              left,
              leftBegin,
              leftRow,
              leftColumn,
              packed,
              Storage.LEAD + column / Panels.WIDTH * panelDistance + from * Panels.WIDTH,
              panelDistance,
              product,
              productBegin + column,
              productRow,
              last,
              accumulate);
    }
  }

  private static MicroKernel kernel(int rows, int panels, int lastColumns) {
    int lastVectors = (lastColumns + Lanes.COUNT - 1) / Lanes.COUNT;
    boolean masked = lastColumns % Lanes.COUNT != 0;
    int index =
        (((rows - 1) * TILE_ROWS + panels - 1) * Panels.VECTORS + lastVectors - 1) * 2
            + (masked ? 1 : 0);
    MicroKernel kernel = KERNELS.get(index);
    return kernel != null ? kernel : make(index, rows, panels, lastVectors, masked);
  }

  private static synchronized MicroKernel make(
      int index, int rows, int panels, int lastVectors, boolean masked) {
    MicroKernel kernel = KERNELS.get(index);
    if (kernel == null) {
      kernel = MicroKernels.make(new MicroKernels.Tile(rows, panels, lastVectors, masked));
      KERNELS.set(index, kernel);
    }
    return kernel;
  }
}
