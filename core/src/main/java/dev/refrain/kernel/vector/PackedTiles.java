package dev.refrain.kernel.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/// Rows of a left operand, packed tile by tile: `numbers[tile][k][row] = left[tile · R + row][k]`, with
/// R = [TileKernels#ROWS].
final class PackedTiles {
  private static final int ROWS = TileKernels.ROWS;

  /// What is left free between two tiles: without it all begin at the same place of the cache's sets, where
  /// there is room for a dozen.
  private static final int GAP = 2 * ROWS;

  /// Lanes of the vectors that cover a column of a tile.
  private static final int COLUMN_LANES = (ROWS + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;

  /// Packs contiguous rows, `tile[k][row] = source[row][k]`, for k in `blocks` blocks as long as a vector.
  private interface Rows {
    void run(float[] source, int offset, int row, float[] tile, int tileOffset, int blocks);
  }

  private static final Takeover<Rows> BLOCKS =
      new Takeover<>(PackedTiles::plainBlocks, PackedTiles::make, PackedTiles::littleWork);

  private float[] numbers = new float[0];
  private int size;

  /// Packs as many full tiles.
  ///
  /// @param row distance of the operand's rows
  /// @param column distance of the operand's columns
  void pack(float[] left, int begin, int row, int column, int tiles, int depth) {
    size = ROWS * depth + GAP;
    if (numbers.length < tiles * size) {
      numbers = new float[tiles * size];
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
      int to = tile * size;
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
    int from = begin;
    for (int k = 0; k < depth; k += 2) {
      for (int tile = 0; tile < tiles; tile++) {
        int source = from + tile * ROWS;
        int target = tile * size + k * ROWS;
        copyColumn(left, source, target);
        if (k + 1 < depth) {
          copyColumn(left, source + column, target + ROWS);
        }
      }
      from += 2 * column;
    }
  }

  /// Whole vectors, since vectors of another length would spoil HotSpot's profile (decision 27). They reach beyond
  /// the column: what they write there is the next column's place, which comes later, or the gap.
  private void copyColumn(float[] left, int from, int to) {
    if (from + COLUMN_LANES > left.length) {
      System.arraycopy(left, from, numbers, to, ROWS);
      return;
    }
    for (int row = 0; row < ROWS; row += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.SPECIES, left, from + row).intoArray(numbers, to + row);
    }
  }

  private static void plainBlocks(
      float[] source, int offset, int row, float[] tile, int tileOffset, int blocks) {
    Transposition.plain(source, offset, row, 1, tile, tileOffset, ROWS, ROWS, blocks * Lanes.COUNT);
  }

  /// Where a vector is two columns of a tile, eight rows of one vector each become eight vectors of the tile.
  private static Optional<Rows> make() {
    return 2 * ROWS == Lanes.COUNT
        ? Optional.of(VectorCode.implement(Rows.class, "PackedRows", PackedTiles::write))
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
  private static void write(VectorCode vector) {
    CodeBuilder code = vector.code;
    int source = 1;
    int offset = 2;
    int row = 3;
    int tile = 4;
    int tileOffset = 5;
    int blocks = 6;
    int[] vectors = new int[ROWS];
    Arrays.setAll(vectors, i -> vector.reference());
    int spare = vector.reference();
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(next).iload(blocks).ifle(done);
    for (int i = 0; i < ROWS; i++) {
      vector.species();
      code.aload(source).iload(row).loadConstant(i).imul().iload(offset).iadd();
      vector.load();
      code.astore(vectors[i]);
    }
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
