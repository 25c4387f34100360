package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.Arrays;
import java.util.Optional;

/// Products of a few rows and a right operand whose columns are contiguous (a weight `[N, K]`, transposed), read where it
/// lies: every element is a dot product of two rows. A tile of them, some rows of the left operand by four columns of the right
/// one, needs half a load for each multiply-add. And halves of vectors that are added to halves leave
/// room for another vector's, so that the sums of sixteen vectors' lanes cost four times one's.
///
/// The four columns are one of each quarter: so each of four streams is read from its first number to its last, which
/// processors see coming. Elements have the bits of [StepLoops#dots], for each is added up in the same order.
final class DotTiles {
  private static final int STREAMS = 4;

  /// Rows of a tile: as many as registers suffice for (AVX2 has 16, AVX-512 and NEON have 32).
  private static final int ROWS = Lanes.COUNT == 8 ? 2 : 4;

  /// Elements of a tile: at least as many as a vector has lanes, so that their sums fill whole vectors.
  private static final int TILE = ROWS * STREAMS;

  /// Where an element's sum comes to be.
  private static final int[] PLACES = places();

  /// So many columns of each quarter are computed, by all rows, before their sums are fetched.
  private static final int CHUNK = 32;

  /// `sums[s][t][PLACES[r · 4 + i]] = left[min(t · ROWS + r, lastRow)] · right[min(from + s + i · quarter, lastColumn)]` for s < columns,
  /// t < tiles. The depth is a multiple of a vector.
  interface Form {
    void run(
        float[] left,
        int leftOffset,
        int leftRow,
        int lastRow,
        int tiles,
        float[] right,
        int rightOffset,
        int rightColumn,
        int lastColumn,
        int quarter,
        int from,
        int columns,
        int depth,
        float[] sums);
  }

  // Parameters of Form.run, as local variable slots (0 is `this`).
  private static final int LEFT = 1;
  private static final int LEFT_OFFSET = 2;
  private static final int LEFT_ROW = 3;
  private static final int LAST_ROW = 4;
  private static final int TILES = 5;
  private static final int RIGHT = 6;
  private static final int RIGHT_OFFSET = 7;
  private static final int RIGHT_COLUMN = 8;
  private static final int LAST_COLUMN = 9;
  private static final int QUARTER = 10;
  private static final int FROM = 11;
  private static final int COLUMNS = 12;
  private static final int DEPTH = 13;
  private static final int TARGET = 14;

  private static final Takeover<Form> FORM =
      new Takeover<>(DotTiles::plain, () -> Optional.of(make()), DotTiles::littleWork);

  /// One for each thread, so that none leaves garbage.
  private static final ThreadLocal<DotTiles> OWN = ThreadLocal.withInitial(DotTiles::new);

  private float[] sums = new float[0];

  private DotTiles() {}

  /// Whether [#multiply] is for a product of so many rows and so much depth.
  static boolean fit(int rows, int depth) {
    return rows > 1 && depth > 0 && depth % Lanes.COUNT == 0;
  }

  /// `product (+)= left · right`.
  static void multiply(
      float[] leftArray,
      Matrix left,
      float[] rightArray,
      Matrix right,
      float[] productArray,
      Matrix product,
      boolean accumulate) {
    multiply(FORM.form(), leftArray, left, rightArray, right, productArray, product, accumulate);
  }

  static void multiply(
      Form form,
      float[] leftArray,
      Matrix left,
      float[] rightArray,
      Matrix right,
      float[] productArray,
      Matrix product,
      boolean accumulate) {
    int tiles = (left.rows() + ROWS - 1) / ROWS;
    int quarter = (product.columns() + STREAMS - 1) / STREAMS;
    float[] sums = OWN.get().sums(CHUNK * tiles * TILE);
    for (int from = 0; from < quarter; from += CHUNK) {
      int columns = Math.min(CHUNK, quarter - from);
      form.run(
          leftArray,
          left.offset(),
          left.rowStride(),
          left.rows() - 1,
          tiles,
          rightArray,
          right.offset(),
          right.columnStride(),
          product.columns() - 1,
          quarter,
          from,
          columns,
          left.columns(),
          sums);
      for (int m = 0; m < left.rows(); m++) {
        for (int i = 0; i < STREAMS; i++) {
          int column = i * quarter + from;
          fetch(
              sums,
              m / ROWS * TILE + PLACES[m % ROWS * STREAMS + i],
              tiles * TILE,
              productArray,
              product.offset() + m * product.rowStride() + column,
              Math.min(columns, product.columns() - column),
              accumulate);
        }
      }
    }
  }

  private static void fetch(
      float[] sums,
      int from,
      int distance,
      float[] product,
      int to,
      int columns,
      boolean accumulate) {
    for (int c = 0; c < columns; c++) {
      product[to + c] = sums[from + c * distance] + (accumulate ? product[to + c] : 0);
    }
  }

  private float[] sums(int size) {
    if (sums.length < size) {
      sums = new float[size];
    }
    return sums;
  }

  /// The highest bits of an element's number in the tile become those of the lane's number; the rest is the number of the vector.
  private static int[] places() {
    int[] places = new int[TILE];
    for (int element = 0; element < TILE; element++) {
      int vector = element;
      int vectors = TILE;
      int lane = 0;
      for (int distance = Lanes.COUNT / 2; distance > 0; distance /= 2) {
        vectors /= 2;
        lane += vector / vectors * distance;
        vector %= vectors;
      }
      places[element] = vector * Lanes.COUNT + lane;
    }
    return places;
  }

  static void plain(
      float[] left,
      int leftOffset,
      int leftRow,
      int lastRow,
      int tiles,
      float[] right,
      int rightOffset,
      int rightColumn,
      int lastColumn,
      int quarter,
      int from,
      int columns,
      int depth,
      float[] sums) {
    float[] lanes = new float[Lanes.COUNT];
    for (int s = 0; s < columns; s++) {
      for (int m = 0; m <= lastRow; m++) {
        for (int i = 0; i < STREAMS; i++) {
          int row = leftOffset + m * leftRow;
          int column = rightOffset + Math.min(from + s + i * quarter, lastColumn) * rightColumn;
          Arrays.fill(lanes, 0);
          for (int k = 0; k < depth; k += Lanes.COUNT) {
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
              lanes[lane] = Math.fma(left[row + k + lane], right[column + k + lane], lanes[lane]);
            }
          }
          sums[(s * tiles + m / ROWS) * TILE + PLACES[m % ROWS * STREAMS + i]] = LaneSums.of(lanes);
        }
      }
    }
  }

  /// The form over vectors.
  static Form make() {
    return VectorCode.implement(Form.class, "DotTiles", vector -> new Writer(vector).write());
  }

  private static Runnable littleWork(Form form) {
    int depth = 9 * Lanes.COUNT;
    float[] left = new float[ROWS * depth];
    float[] right = new float[STREAMS * depth];
    float[] sums = new float[TILE];
    return () ->
        form.run(left, 0, depth, ROWS - 1, 1, right, 0, depth, STREAMS - 1, 1, 0, 1, depth, sums);
  }

  /// Writes the form over vectors: one loop over the depth, with an accumulator for each element of a tile.
  private static final class Writer {
    private final VectorCode vector;
    private final CodeBuilder code;
    private final int s;
    private final int row;
    private final int k;
    private final int to;
    private final int x;
    private final int[] rowOffsets;
    private final int[] columnOffsets;
    private final int[] columnVectors;
    private final int[] totals;

    Writer(VectorCode vector) {
      this.vector = vector;
      code = vector.code;
      s = vector.integer();
      row = vector.integer();
      k = vector.integer();
      to = vector.integer();
      x = vector.reference();
      rowOffsets = vector.integers(ROWS);
      columnOffsets = vector.integers(STREAMS);
      columnVectors = vector.references(STREAMS);
      totals = vector.references(TILE);
    }

    void write() {
      Label nextColumns = code.newLabel();
      Label nextTile = code.newLabel();
      Label nextDepth = code.newLabel();
      Label columnsDone = code.newLabel();
      Label done = code.newLabel();
      code.iload(TILES).loadConstant(ROWS).imul().istore(TILES);
      code.iconst_0().istore(s).iconst_0().istore(to);
      code.labelBinding(nextColumns).iload(s).iload(COLUMNS).if_icmpge(done);
      for (int i = 0; i < STREAMS; i++) {
        code.iload(FROM).iload(s).iadd().iload(QUARTER).loadConstant(i).imul().iadd();
        offset(LAST_COLUMN, RIGHT_COLUMN, RIGHT_OFFSET, columnOffsets[i]);
      }
      code.iconst_0().istore(row);
      code.labelBinding(nextTile).iload(row).iload(TILES).if_icmpge(columnsDone);
      for (int r = 0; r < ROWS; r++) {
        code.iload(row).loadConstant(r).iadd();
        offset(LAST_ROW, LEFT_ROW, LEFT_OFFSET, rowOffsets[r]);
      }
      for (int total : totals) {
        vector.constant(0);
        code.astore(total);
      }
      code.iconst_0().istore(k);
      code.labelBinding(nextDepth);
      writeDepth();
      // Tested at its end, as in MicroKernels.
      code.iinc(k, Lanes.COUNT).iload(k).iload(DEPTH).if_icmplt(nextDepth);
      writeSums();
      code.iinc(to, TILE).iinc(row, ROWS).goto_(nextTile);
      code.labelBinding(columnsDone).iinc(s, 1).goto_(nextColumns).labelBinding(done).return_();
    }

    /// `… number → …`, with the offset of that row or column in a local variable
    private void offset(int last, int distance, int begin, int local) {
      code.iload(last);
      vector.smaller();
      code.iload(distance).imul().iload(begin).iadd().istore(local);
    }

    private void writeDepth() {
      for (int i = 0; i < STREAMS; i++) {
        load(RIGHT, columnOffsets[i], columnVectors[i]);
      }
      for (int r = 0; r < ROWS; r++) {
        load(LEFT, rowOffsets[r], x);
        for (int i = 0; i < STREAMS; i++) {
          int total = totals[r * STREAMS + i];
          code.aload(x).aload(columnVectors[i]).aload(total);
          vector.multiplyAdd();
          code.astore(total);
        }
      }
    }

    private void load(int array, int offset, int local) {
      vector.species();
      code.aload(array).iload(offset).iload(k).iadd();
      vector.load();
      code.astore(local);
    }

    /// Halves of the lanes to halves, then quarters to quarters and so on, all elements' sums in the fewest vectors.
    private void writeSums() {
      int vectors = TILE;
      for (int distance = Lanes.COUNT / 2; distance > 0; distance /= 2) {
        vectors /= 2;
        for (int i = 0; i < vectors; i++) {
          vector.sumOfParts(totals[i], totals[i + vectors], distance);
        }
      }
      for (int v = 0; v < vectors; v++) {
        code.aload(totals[v]).aload(TARGET).iload(to).loadConstant(v * Lanes.COUNT).iadd();
        vector.store();
      }
    }
  }
}
