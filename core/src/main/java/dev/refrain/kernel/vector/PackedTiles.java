package dev.refrain.kernel.vector;

import dev.refrain.tensor.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.Optional;

/// Rows of a left operand, packed tile by tile: `numbers[tile][k][row] = left[tile · R + row][k]`, with
/// R = [TileKernels#ROWS], from [Storage#LEAD] on.
final class PackedTiles {
  private static final int ROWS = TileKernels.ROWS;

  /// What is left free between two tiles: without it all begin at the same place of the cache's sets, where
  /// there is room for a dozen.
  private static final int GAP = 2 * ROWS;

  /// Packs contiguous rows, `tile[k][row] = source[row][k]`, for k in `blocks` blocks as long as a vector.
  private interface Rows {
    void run(float[] source, int offset, int row, float[] tile, int tileOffset, int blocks);
  }

  /// Packs two columns that are contiguous, `tile[k][row] = source[k][row]` for k in {0, 1}, of `2 · pairs` tiles.
  private interface Columns {
    void run(
        float[] source, int offset, int column, float[] tiles, int target, int size, int pairs);
  }

  /// Whether a vector is two columns of a tile.
  private static final boolean VECTOR_OF_TWO = 2 * ROWS == Lanes.COUNT;

  private static final Takeover<Rows> BLOCKS =
      new Takeover<>(PackedTiles::plainBlocks, PackedTiles::makeBlocks, PackedTiles::littleWork);

  private static final Takeover<Columns> COLUMNS =
      new Takeover<>(PackedTiles::plainColumns, PackedTiles::makeColumns, PackedTiles::littleWork);

  private float[] numbers = new float[0];
  private int size;

  /// Packs as many full tiles.
  ///
  /// @param row distance of the operand's rows
  /// @param column distance of the operand's columns
  void pack(float[] left, int begin, int row, int column, int tiles, int depth) {
    size = ROWS * depth + GAP;
    int length = Storage.LEAD + tiles * size;
    if (numbers.length < length) {
      numbers = new float[length];
    }
    if (row == 1) {
      packColumns(left, begin, column, tiles, depth);
      return;
    }
    int whole = column == 1 ? depth / Lanes.COUNT : 0;
    int done = whole * Lanes.COUNT;
    Rows form = BLOCKS.form();
    for (int tile = 0; tile < tiles; tile++) {
      int from = begin + tile * ROWS * row;
      int to = Storage.LEAD + tile * size;
      form.run(left, from, row, numbers, to, whole);
      Transposition.plain(
          left,
          from + done * column,
          row,
          column,
          numbers,
          to + done * ROWS,
          ROWS,
          ROWS,
          depth - done);
    }
  }

  float[] numbers() {
    return numbers;
  }

  /// Distance of the tiles.
  int size() {
    return size;
  }

  /// Goes along the operand's rows of memory, of which each holds a column of every tile; two at a time, since two
  /// columns of a tile are a cache line.
  private void packColumns(float[] left, int begin, int column, int tiles, int depth) {
    Columns form = COLUMNS.form();
    int pairs = tiles / 2;
    int paired = depth - depth % 2;
    for (int k = 0; k < paired; k += 2) {
      form.run(left, begin + k * column, column, numbers, Storage.LEAD + k * ROWS, size, pairs);
    }
    packColumns(left, begin, column, 2 * pairs, tiles, 0, paired);
    packColumns(left, begin, column, 0, tiles, paired, depth);
  }

  /// Columns `[from, to)` of tiles `[tile, end)`.
  private void packColumns(
      float[] left, int begin, int column, int tile, int end, int from, int to) {
    for (int k = from; k < to; k++) {
      for (int t = tile; t < end; t++) {
        int source = begin + k * column + t * ROWS;
        System.arraycopy(left, source, numbers, Storage.LEAD + t * size + k * ROWS, ROWS);
      }
    }
  }

  private static void plainColumns(
      float[] source, int offset, int column, float[] tiles, int target, int size, int pairs) {
    for (int tile = 0; tile < 2 * pairs; tile++) {
      int from = offset + tile * ROWS;
      int to = target + tile * size;
      System.arraycopy(source, from, tiles, to, ROWS);
      System.arraycopy(source, from + column, tiles, to + ROWS, ROWS);
    }
  }

  private static Optional<Columns> makeColumns() {
    return VECTOR_OF_TWO
        ? Optional.of(
            VectorCode.implement(Columns.class, "PackedColumns", PackedTiles::writeColumns))
        : Optional.empty();
  }

  private static Runnable littleWork(Columns form) {
    int pairs = 40;
    float[] source = new float[4 * pairs * ROWS];
    float[] tiles = new float[source.length];
    return () -> form.run(source, 0, 2 * pairs * ROWS, tiles, 0, 2 * ROWS, pairs);
  }

  /// A vector of the first column and one of the second, of two tiles each, become a vector of the first tile and one
  /// of the second.
  private static void writeColumns(VectorCode vector) {
    CodeBuilder code = vector.code;
    int source = 1;
    int offset = 2;
    int column = 3;
    int tiles = 4;
    int target = 5;
    int size = 6;
    int pairs = 7;
    int[] vectors = vector.references(2);
    int spare = vector.reference();
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(next).iload(pairs).ifle(done);
    vector.loadRows(vectors, source, offset, column);
    vector.exchangeBits(vectors, 1, ROWS, spare);
    for (int tile : vectors) {
      code.aload(tile).aload(tiles).iload(target);
      vector.store();
      code.iload(target).iload(size).iadd().istore(target);
    }
    code.iinc(offset, Lanes.COUNT);
    code.iinc(pairs, -1).goto_(next).labelBinding(done).return_();
  }

  private static void plainBlocks(
      float[] source, int offset, int row, float[] tile, int tileOffset, int blocks) {
    Transposition.plain(source, offset, row, 1, tile, tileOffset, ROWS, ROWS, blocks * Lanes.COUNT);
  }

  /// Eight rows of one vector each become eight vectors of the tile.
  private static Optional<Rows> makeBlocks() {
    return VECTOR_OF_TWO
        ? Optional.of(VectorCode.implement(Rows.class, "PackedRows", PackedTiles::writeBlocks))
        : Optional.empty();
  }

  private static Runnable littleWork(Rows form) {
    int blocks = 26;
    float[] source = new float[ROWS * blocks * Lanes.COUNT];
    float[] tile = new float[source.length];
    return () -> form.run(source, 0, blocks * Lanes.COUNT, tile, 0, blocks);
  }

  /// Written in bits, row r₂r₁r₀ and depth k₃k₂k₁k₀: the number is in vector r₂r₁r₀, lane k₃k₂k₁k₀ and must come to
  /// vector k₃k₂k₁, lane k₀r₂r₁r₀. Exchanging each of r's bits for one of k₃k₂k₁ makes it vector
  /// k₃k₂k₁, lane r₂r₁r₀k₀; the rest is a rotation of the lane's bits.
  private static void writeBlocks(VectorCode vector) {
    CodeBuilder code = vector.code;
    int source = 1;
    int offset = 2;
    int row = 3;
    int tile = 4;
    int tileOffset = 5;
    int blocks = 6;
    int[] vectors = vector.references(ROWS);
    int spare = vector.reference();
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(next).iload(blocks).ifle(done);
    vector.loadRows(vectors, source, offset, row);
    for (int bit = 1; bit < ROWS; bit *= 2) {
      vector.exchangeBits(vectors, bit, 2 * bit, spare);
    }
    for (int i = 0; i < ROWS; i++) {
      code.aload(vectors[i]);
      vector.rotateBits();
      code.aload(tile).iload(tileOffset).loadConstant(i * Lanes.COUNT).iadd();
      vector.store();
    }
    code.iinc(offset, Lanes.COUNT).iinc(tileOffset, ROWS * Lanes.COUNT);
    code.iinc(blocks, -1).goto_(next).labelBinding(done).return_();
  }
}
