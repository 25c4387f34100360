package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;

/// The product of a matrix and a packed right operand (see [Panels]), cut so that the numbers a
/// [MicroKernel] reads again are near: a few rows of the left operand pass by a piece of a panel, then by
/// the next panel, and so on to the product's right edge, before the next few come (after Goto & van de
/// Geijn 2008). The left operand's rows are first packed tile by tile, unless they are contiguous and the
/// product is so narrow that it does not pay.
///
/// Every element of the product is added up by fused multiply-adds in order of depth, from what it begins with, so its bits
/// depend neither on the width of vectors nor on its place.
final class MatrixProduct {
  private static final int TILE_ROWS = TileKernels.ROWS;

  /// From so many columns on it pays to pack rows that could be read where they lie: the kernel over tiles needs one
  /// register for all addresses of a turn, that over rows one for each row.
  private static final int WIDE = 64;

  /// Depth of the pieces where the left operand is packed: 240 rows of it are 720 KiB.
  private static final int PACKED_DEPTH = 768;

  /// Depth of the pieces where it is read in place: panels then come from the second-level cache, which is
  /// fast enough from the first number to the last, and the product is written less often.
  private static final int DEPTH = 1024;

  /// Rows of the left operand that stay in the second-level cache, packed or not.
  private static final int ROWS = 240;

  /// Rows that go from panel to panel together where the product is of little depth, and so bound by writing: so few that the
  /// processor foresees where each goes on, since it follows some thirty places in memory. With hundreds, every tile of
  /// the product is a surprise.
  private static final int NEAR_ROWS = 4 * TILE_ROWS;

  /// From this depth on a tile takes so long that the surprise costs less than reading all panels again for every few rows.
  private static final int DEEP = 256;

  /// Panels that a tile of few rows reads at a time. Panels of a depth that is a power of two all begin at the same place of the
  /// first-level cache's sets, which hold a dozen.
  private static final int MOST_PANELS = 8;

  /// A product of so little depth is bound by writing: then it goes down tile by tile, so that rows are
  /// written whole, and not along panels; and the left operand is read as it lies, since packing it
  /// does not pay for itself.
  private static final int SHALLOW = 32;

  /// One for each thread, filled anew for each product: a recurrence takes hundreds a step, and none
  /// is to leave garbage.
  private static final ThreadLocal<MatrixProduct> OWN = ThreadLocal.withInitial(MatrixProduct::new);

  private float[] left;
  private int leftOffset;
  private int leftRow;
  private int leftColumn;

  // Where the kernels read the left operand: in place or packed.
  private TileKernels kernels;
  private float[] source;
  private int sourceOffset;
  private int sourceRow;
  private int sourceColumn;
  private final PackedTiles tiles = new PackedTiles();

  private float[] packed;
  private int panelDistance;

  // What the sums begin from: null for zeros.
  private float[] begin;
  private int beginOffset;
  private int beginRow;

  private float[] product;
  private int productOffset;
  private int productRow;
  private int columns;

  /// A tile that reaches beyond the product's right edge is computed here, and what exists of it copied. Vectors under a
  /// mask would do it in place, but a kernel with many of them is more than HotSpot's first compiler can take
  /// ("out of virtual registers"), and then the second one does without a profile.
  private float[] edge = new float[0];

  private final PlainProduct plain = new PlainProduct();

  private MatrixProduct() {}

  private void take(
      float[] leftArray, Matrix left, float[] packed, float[] productArray, Matrix product) {
    this.left = leftArray;
    leftOffset = left.offset();
    leftRow = left.rowStride();
    leftColumn = left.columnStride();
    this.packed = packed;
    this.product = productArray;
    productOffset = product.offset();
    productRow = product.rowStride();
    columns = product.columns();
    panelDistance = left.columns() * Panels.WIDTH;
  }

  private void beginFrom(float[] array, Matrix window) {
    begin = array;
    beginOffset = window == null ? 0 : window.offset();
    beginRow = window == null ? 0 : window.rowStride();
  }

  private void letGo() {
    left = null;
    packed = null;
    begin = null;
    product = null;
    source = null;
  }

  /// `product = begin + left · right`.
  ///
  /// @param left of at least one column
  /// @param begin null for zeros; may be the product
  static void multiply(
      float[] leftArray,
      Matrix left,
      float[] packed,
      float[] beginArray,
      Matrix begin,
      float[] productArray,
      Matrix product) {
    int rows = left.rows();
    int depth = left.columns();
    if (rows == 0 || product.columns() == 0) {
      return;
    }
    MatrixProduct multiplication = OWN.get();
    multiplication.take(leftArray, left, packed, productArray, product);
    multiplication.beginFrom(beginArray, begin);
    // A few rows use each piece of a panel only once: then long strides are better than short ones.
    int deepest = multiplication.inPlace(depth) ? DEPTH : PACKED_DEPTH;
    int pieces = rows <= TILE_ROWS ? 1 : (depth + deepest - 1) / deepest;
    int piece = (depth + pieces - 1) / pieces;
    for (int from = 0; from < depth; from += piece) {
      multiplication.piece(rows, from, Math.min(piece, depth - from));
      multiplication.beginFrom(productArray, product);
    }
    multiplication.letGo();
  }

  /// Whether the left operand is read where it lies.
  private boolean inPlace(int depth) {
    return depth <= SHALLOW || (leftColumn == 1 && columns < WIDE);
  }

  /// How many rows go from panel to panel together.
  private int nearRows(int depth) {
    if (depth <= SHALLOW) {
      return TILE_ROWS;
    }
    return depth < DEEP ? NEAR_ROWS : ROWS;
  }

  private void piece(int rows, int from, int depth) {
    int tiled = rows - rows % TILE_ROWS;
    int near = nearRows(depth);
    for (int row = 0; row < tiled; row += ROWS) {
      int end = Math.min(tiled, row + ROWS);
      if (inPlace(depth)) {
        readInPlace(leftIndex(row, from), depth);
      } else {
        readPacked(leftIndex(row, from), (end - row) / TILE_ROWS, depth);
      }
      for (int nearRow = row; nearRow < end; nearRow += near) {
        rows(TILE_ROWS, Math.min(near, end - nearRow) / TILE_ROWS, nearRow, from, depth);
        sourceOffset += near * sourceRow;
      }
    }
    if (tiled < rows) {
      readInPlace(leftIndex(tiled, from), depth);
      rows(rows - tiled, 1, tiled, from, depth);
    }
  }

  private int leftIndex(int row, int column) {
    return leftOffset + row * leftRow + column * leftColumn;
  }

  private void readInPlace(int begin, int depth) {
    kernels = leftColumn == 1 && depth > SHALLOW ? TileKernels.OF_ROWS : TileKernels.OF_STRIDES;
    source = left;
    sourceOffset = begin;
    sourceRow = leftRow;
    sourceColumn = leftColumn;
  }

  private void readPacked(int begin, int blocks, int depth) {
    tiles.pack(left, begin, leftRow, leftColumn, blocks, depth);
    kernels = TileKernels.OF_TILES;
    source = tiles.numbers();
    sourceOffset = Storage.LEAD;
    sourceRow = tiles.size() / TILE_ROWS; // a tile's rows together are as long as the tile
    sourceColumn = TILE_ROWS;
  }

  /// All columns of `blocks · tileRows` rows; in plain Java, as long as a kernel is missing.
  private void rows(int tileRows, int blocks, int row, int from, int depth) {
    int packedBegin = Storage.LEAD + from * Panels.WIDTH;
    int beginIndex = beginOffset + row * beginRow;
    int productIndex = productOffset + row * productRow;
    int most = Math.min(MOST_PANELS, TileKernels.ACCUMULATORS / tileRows);
    int tiles = (Panels.count(columns) + most - 1) / most;
    if (!areCompiled(tileRows, tiles)) {
      plain.run(
          blocks * tileRows,
          depth,
          left,
          leftIndex(row, from),
          leftRow,
          leftColumn,
          packed,
          packedBegin,
          panelDistance,
          begin,
          beginIndex,
          beginRow,
          product,
          productIndex,
          productRow,
          columns);
      return;
    }
    int rows = blocks * tileRows;
    for (int tile = 0; tile < tiles; tile++) {
      int panels = panels(tile, tiles);
      MicroKernel kernel = kernels.of(tileRows, panels);
      int panel = packedBegin + firstPanel(tile, tiles) * panelDistance;
      int column = firstPanel(tile, tiles) * Panels.WIDTH;
      int width = panels * Panels.WIDTH;
      int beginAt = beginIndex + column;
      int productAt = productIndex + column;
      if (column + width <= columns) {
        run(kernel, blocks, depth, panel, begin, beginAt, beginRow, product, productAt, productRow);
      } else {
        growEdge(rows * width);
        int present = columns - column;
        if (begin != null) {
          copyRows(begin, beginAt, beginRow, edge, 0, width, rows, present);
        }
        float[] beginOfEdge = begin == null ? null : edge;
        run(kernel, blocks, depth, panel, beginOfEdge, 0, width, edge, 0, width);
        copyRows(edge, 0, width, product, productAt, productRow, rows, present);
      }
    }
  }

  private void growEdge(int size) {
    if (edge.length < size) {
      edge = new float[size];
    }
  }

  private static void copyRows(
      float[] source,
      int from,
      int sourceRow,
      float[] target,
      int to,
      int targetRow,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(source, from + r * sourceRow, target, to + r * targetRow, columns);
    }
  }

  private void run(
      MicroKernel kernel,
      int blocks,
      int depth,
      int panel,
      float[] begin,
      int beginIndex,
      int beginRow,
      float[] product,
      int productIndex,
      int productRow) {
    kernel.run(
        blocks,
        depth,
        source,
        sourceOffset,
        sourceRow,
        sourceColumn,
        packed,
        panel,
        panelDistance,
        begin,
        beginIndex,
        beginRow,
        product,
        productIndex,
        productRow,
        columns);
  }

  /// Whether there are kernels for all tiles of a row: wide ones come first, then narrower ones.
  private boolean areCompiled(int tileRows, int tiles) {
    boolean first = kernels.of(tileRows, panels(0, tiles)) != null; // each is asked for in any case
    boolean last = kernels.of(tileRows, panels(tiles - 1, tiles)) != null;
    return first && last;
  }

  /// How many panels a tile covers.
  private int panels(int tile, int tiles) {
    return firstPanel(tile + 1, tiles) - firstPanel(tile, tiles);
  }

  /// Tiles of a row share the panels evenly: one with a single panel would wait for its multiply-adds.
  private int firstPanel(int tile, int tiles) {
    int panels = Panels.count(columns);
    return tile * (panels / tiles) + Math.min(tile, panels % tiles);
  }
}
