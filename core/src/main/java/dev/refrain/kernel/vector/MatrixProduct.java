package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;
import jdk.incubator.vector.FloatVector;

/// The product of a matrix and a packed right operand (see [Panels]), cut so that the numbers a
/// [MicroKernel] reads again are near: a few rows of the left operand pass by a piece of a panel, then by
/// the next panel, and so on to the product's right edge, before the next few come (after Goto & van de
/// Geijn 2008). The left operand's rows are first packed tile by tile, unless they are contiguous and the
/// product is so narrow that it does not pay.
///
/// Every element of the product is added up by fused multiply-adds in order of depth, so its bits
/// depend neither on the width of vectors nor on its place.
final class MatrixProduct {
  private static final int TILE_ROWS = TileKernels.ROWS;

  /// From so many columns on it pays to pack rows that could be read where they lie: the kernel over tiles needs one
  /// register for all addresses of a turn, that over rows one for each row.
  private static final int WIDE = 16 * Panels.WIDTH;

  /// What is left free between two packed tiles: without it all begin at the same place of the cache's sets, where
  /// there is room for a dozen.
  private static final int TILE_GAP = 2 * TILE_ROWS;

  /// Lanes of the vectors that cover a column of a tile.
  private static final int COLUMN_LANES = (TILE_ROWS + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;

  /// Depth of the pieces where the left operand is packed: two vectors of 16 floats by 256 are 32 KiB.
  private static final int PACKED_DEPTH = 256;

  /// Depth of the pieces where it is read in place: panels then come from the second-level cache, which is
  /// fast enough from the first number to the last, and the product is written less often.
  private static final int DEPTH = 1024;

  /// Rows of the left operand that stay in the second-level cache, packed or not: 240 by 256 floats are 240 KiB.
  private static final int ROWS = 240;

  /// Rows that go from panel to panel together: so few that the processor foresees where each goes on, since
  /// it follows some thirty places in memory. With hundreds, every tile of the product is a surprise.
  private static final int NEAR_ROWS = 4 * TILE_ROWS;

  /// So many numbers of the right operand, 2 MiB, are read again for every few rows. More of them come from too far.
  private static final int NEAR_NUMBERS = 1 << 19;

  /// A product of so little depth is bound by writing: then it goes down tile by tile, so that rows are
  /// written whole, and not along panels; and the left operand is read as it lies, since neither packing it
  /// nor a loop of several steps a turn pays for itself.
  private static final int SHALLOW = 32;

  /// One for each thread, filled anew for each product: a recurrence takes hundreds a step, and none
  /// is to leave garbage.
  private static final ThreadLocal<MatrixProduct> OWN = ThreadLocal.withInitial(MatrixProduct::new);

  private float[] left;
  private int leftRow;
  private int leftColumn;

  // Where the kernels read the left operand: in place or packed.
  private TileKernels kernels;
  private float[] source;
  private int sourceOffset;
  private int sourceRow;
  private int sourceColumn;
  private float[] tiles = new float[0];

  private float[] packed;
  private float[] product;
  private int productRow;
  private int columns;
  private int panelDistance;

  private final PlainProduct plain = new PlainProduct();

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
    source = null;
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
    int deepest = multiplication.inPlace(depth) ? DEPTH : PACKED_DEPTH;
    int pieces = rows <= TILE_ROWS ? 1 : (depth + deepest - 1) / deepest;
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

  /// Whether the left operand is read where it lies.
  private boolean inPlace(int depth) {
    return depth <= SHALLOW || (leftColumn == 1 && columns < WIDE);
  }

  /// How many rows go from panel to panel together.
  private int nearRows(int depth) {
    if (depth <= SHALLOW) {
      return TILE_ROWS;
    }
    return (long) depth * columns > NEAR_NUMBERS ? ROWS : NEAR_ROWS;
  }

  private void piece(
      int leftOffset, int productOffset, int rows, int from, int depth, boolean accumulate) {
    int begin = leftOffset + from * leftColumn;
    int tiled = rows - rows % TILE_ROWS;
    int near = nearRows(depth);
    for (int row = 0; row < tiled; row += ROWS) {
      int end = Math.min(tiled, row + ROWS);
      if (inPlace(depth)) {
        readInPlace(begin + row * leftRow, depth);
      } else {
        readPacked(begin + row * leftRow, (end - row) / TILE_ROWS, depth);
      }
      for (int nearRow = row; nearRow < end; nearRow += near) {
        int blocks = Math.min(near, end - nearRow) / TILE_ROWS;
        rows(
            TILE_ROWS,
            1,
            blocks,
            begin + nearRow * leftRow,
            productOffset + nearRow * productRow,
            from,
            depth,
            accumulate);
        sourceOffset += near * sourceRow;
      }
    }
    int rest = rows - tiled;
    if (rest > 0) {
      int panels = Math.max(1, TileKernels.ACCUMULATORS / (Panels.VECTORS * rest));
      readInPlace(begin + tiled * leftRow, depth);
      rows(
          rest,
          panels,
          1,
          begin + tiled * leftRow,
          productOffset + tiled * productRow,
          from,
          depth,
          accumulate);
    }
  }

  private void readInPlace(int begin, int depth) {
    kernels = leftColumn == 1 && depth > SHALLOW ? TileKernels.OF_ROWS : TileKernels.OF_STRIDES;
    source = left;
    sourceOffset = begin;
    sourceRow = leftRow;
    sourceColumn = leftColumn;
  }

  /// Packs full tiles, `tiles[block][k][row] = left[block · R + row][k]`.
  private void readPacked(int begin, int blocks, int depth) {
    int size = TILE_ROWS * depth + TILE_GAP;
    if (tiles.length < blocks * size) {
      tiles = new float[blocks * size];
    }
    if (leftRow == 1) {
      copyColumns(begin, blocks, size, depth);
    } else {
      for (int block = 0; block < blocks; block++) {
        copyTile(begin + block * TILE_ROWS * leftRow, block * size, depth);
      }
    }
    kernels = TileKernels.OF_TILES;
    source = tiles;
    sourceOffset = 0;
    sourceRow = size / TILE_ROWS; // a tile's rows together are as long as the tile
    sourceColumn = TILE_ROWS;
  }

  /// Goes along the operand's rows of memory, of which each holds a column of every tile; two at a time, since two
  /// columns of a tile are a cache line.
  private void copyColumns(int begin, int blocks, int size, int depth) {
    int from = begin;
    for (int k = 0; k < depth; k += 2) {
      for (int block = 0; block < blocks; block++) {
        int source = from + block * TILE_ROWS;
        int target = block * size + k * TILE_ROWS;
        copyColumn(source, target);
        if (k + 1 < depth) {
          copyColumn(source + leftColumn, target + TILE_ROWS);
        }
      }
      from += 2 * leftColumn;
    }
  }

  private void copyTile(int from, int to, int depth) {
    for (int k = 0; k < depth; k++) {
      for (int row = 0; row < TILE_ROWS; row++) { // as many as are known here: HotSpot unrolls it
        tiles[to + k * TILE_ROWS + row] = left[from + row * leftRow + k * leftColumn];
      }
    }
  }

  /// Whole vectors, since vectors of another length would spoil HotSpot's profile (decision 27). They reach beyond
  /// the column: what they write there is the next column's place, which comes later, or the gap.
  private void copyColumn(int from, int to) {
    if (from + COLUMN_LANES > left.length) {
      System.arraycopy(left, from, tiles, to, TILE_ROWS);
      return;
    }
    for (int row = 0; row < TILE_ROWS; row += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.SPECIES, left, from + row).intoArray(tiles, to + row);
    }
  }

  /// All columns of `blocks · tileRows` rows, `panels` panels at a time; or in plain Java, as long as a
  /// kernel is missing.
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
    int firstPanel = Storage.LEAD + from * Panels.WIDTH;
    if (!areCompiled(tileRows, width)) {
      plain.run(
          blocks * tileRows,
          depth,
          left,
          leftBegin,
          leftRow,
          leftColumn,
          packed,
          firstPanel,
          panelDistance,
          product,
          productBegin,
          productRow,
          columns,
          accumulate);
      return;
    }
    for (int column = 0; column < columns; column += width) {
      int present = Math.min(width, columns - column);
      int last = lastColumns(present);
      int panel = firstPanel + column / Panels.WIDTH * panelDistance;
      int begin = productBegin + column;
      MicroKernel kernel = kernel(tileRows, present);
      int halves = isHalved(tileRows, last) ? 2 : 1;
      if (halves == 2 && kernels == TileKernels.OF_TILES) {
        for (int block = 0; block < blocks; block++) {
          int tile = block * TILE_ROWS;
          int tileBegin = sourceOffset + tile * sourceRow;
          run(kernel, 2, tileBegin, 1, panel, begin + tile * productRow, last, depth, accumulate);
        }
      } else {
        int tiles = blocks * halves;
        run(kernel, tiles, sourceOffset, sourceRow, panel, begin, last, depth, accumulate);
      }
    }
  }

  private boolean areCompiled(int tileRows, int width) {
    int rest = columns % width;
    boolean wholeTiles = columns < width || kernel(tileRows, width) != null;
    boolean restOfThem = rest == 0 || kernel(tileRows, rest) != null; // asked for in any case
    return wholeTiles && restOfThem;
  }

  /// The kernel for so many columns, or null as long as it is not compiled.
  private MicroKernel kernel(int tileRows, int present) {
    int last = lastColumns(present);
    boolean halved = isHalved(tileRows, last);
    TileKernels own = halved && kernels == TileKernels.OF_TILES ? TileKernels.OF_STRIDES : kernels;
    return own.of(halved ? tileRows / 2 : tileRows, Panels.count(present), last);
  }

  /// A masked tile of full height is more than C1 can compile ("out of virtual registers"), and then
  /// HotSpot never gets to C2.
  private static boolean isHalved(int tileRows, int lastColumns) {
    return tileRows == TILE_ROWS && lastColumns % Lanes.COUNT != 0;
  }

  /// How many of so many columns are in their last panel.
  private static int lastColumns(int columns) {
    return columns - (Panels.count(columns) - 1) * Panels.WIDTH;
  }

  private void run(
      MicroKernel kernel,
      int blocks,
      int leftBegin,
      int rowDistance,
      int panel,
      int productBegin,
      int last,
      int depth,
      boolean accumulate) {
    kernel.run(
        blocks,
        depth,
        source,
        leftBegin,
        rowDistance,
        sourceColumn,
        packed,
        panel,
        panelDistance,
        product,
        productBegin,
        productRow,
        last,
        accumulate);
  }
}
