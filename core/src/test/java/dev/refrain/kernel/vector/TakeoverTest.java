package dev.refrain.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.Pointwise.Term;
import dev.refrain.kernel.vector.MicroKernels.Left;
import dev.refrain.kernel.vector.MicroKernels.Tile;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Plain forms and those over vectors give the same bits, so that it makes no difference when the one
/// takes over from the other.
final class TakeoverTest {
  private static final long SEED = 20261130;

  /// A prime, so that all low bits are met.
  private static final int STRIDE = 100_003;

  private final Rng rng = Rng.seeded(SEED);

  @Test
  void theSecondFormTakesOverWhenItIsFaster() throws InterruptedException {
    var takeover = new Takeover<>(1_000_000, () -> Optional.of(1), turns -> () -> spin(turns));
    for (int i = 0; i < 6000 && takeover.form() != 1; i++) {
      Thread.sleep(10);
    }
    assertThat(takeover.form()).isEqualTo(1);
  }

  @Test
  void aSlowerFormIsNotTaken() throws InterruptedException {
    assumeThat(System.getProperty("refrain.vector.stand-ins")).isNull();
    var takeover = new Takeover<>(1, () -> Optional.of(1_000_000), turns -> () -> spin(turns));
    for (int i = 0; i < 200; i++) {
      assertThat(takeover.form()).isEqualTo(1);
      Thread.sleep(10);
    }
  }

  @Test
  void aFormThatStaysSlowIsMadeAnew() throws InterruptedException {
    assumeThat(System.getProperty("refrain.vector.stand-ins")).isNull();
    var made = new AtomicInteger();
    var takeover =
        new Takeover<>(
            100_000,
            () -> Optional.of(made.incrementAndGet() == 1 ? 1_000_000 : 1000),
            turns -> () -> spin(turns));
    for (int i = 0; i < 1000 && takeover.form() != 1000; i++) {
      Thread.sleep(10);
    }
    assertThat(takeover.form()).isEqualTo(1000);
    assertThat(made).hasValue(2);
  }

  private static void spin(int turns) {
    for (int i = 0; i < turns; i += 1000) {
      Thread.onSpinWait();
    }
  }

  @Test
  void productsAgreeForEveryTile() {
    for (Left left : Left.values()) {
      for (int rows = 1; rows <= TileKernels.ROWS; rows++) {
        int most = TileKernels.ACCUMULATORS / rows;
        for (int vectors = Math.max(1, most - 2); vectors <= most; vectors++) {
          checkTile(new Tile(left, rows, vectors));
        }
      }
    }
  }

  private void checkTile(Tile tile) {
    int depth = 71;
    int rows = 2 * tile.rows();
    int width = tile.columns();
    boolean tiles = tile.left() == Left.TILES;
    int leftRow = tiles ? depth : tile.left() == Left.ROWS ? depth : 1;
    int leftColumn = tiles ? tile.rows() : tile.left() == Left.ROWS ? 1 : rows;
    float[] left = random(rows * depth);
    float[] packed = random(width * depth);
    float[] fast = random(rows * width);
    float[] slow = fast.clone();
    int distance = Panels.WIDTH * depth;
    MicroKernel kernel = MicroKernels.of(tile);
    float[] begin = tile.rows() == 3 ? random(width) : null; // one row for all, or the product
    kernel.run(
        2,
        depth,
        left,
        0,
        leftRow,
        leftColumn,
        packed,
        0,
        distance,
        begin == null ? fast : begin,
        0,
        begin == null ? width : 0,
        fast,
        0,
        width,
        width);
    var plain = new PlainProduct();
    int blocks = tiles ? 2 : 1;
    for (int block = 0; block < blocks; block++) {
      int first = block * tile.rows();
      plain.run(
          rows / blocks,
          depth,
          left,
          first * depth,
          tiles ? 1 : leftRow,
          leftColumn,
          packed,
          0,
          distance,
          begin == null ? slow : begin,
          begin == null ? first * width : 0,
          begin == null ? width : 0,
          slow,
          first * width,
          width,
          width);
    }
    assertSameBits(fast, slow, tile.toString());
  }

  @Test
  void tilesOfDotProductsAgreeAndHaveTheBitsOfThoseOfOneRow() {
    DotTiles.Form vectors = DotTiles.make();
    for (int rows = 2; rows <= 9; rows++) {
      for (int columns : new int[] {1, 2, 3, 4, 5, 11, 64, 150}) {
        for (int depth : new int[] {Lanes.COUNT, 2 * Lanes.COUNT, 7 * Lanes.COUNT}) {
          boolean accumulate = (rows + columns) % 2 == 0;
          String what = "%d×%d×%d, seed %d".formatted(rows, columns, depth, SEED);
          Matrix product = Matrix.of(Tensor.zeros(rows, columns));
          Matrix l = Matrix.of(Tensor.zeros(rows, depth));
          Matrix r = Matrix.of(Tensor.zeros(columns, depth)).transposed();
          float[] leftNumbers = random(l.offset() + rows * depth);
          float[] rightNumbers = random(r.offset() + columns * depth);
          float[] fast = random(product.offset() + rows * columns);
          float[] slow = fast.clone();
          float[] byRow = fast.clone();
          DotTiles.multiply(vectors, leftNumbers, l, rightNumbers, r, fast, product, accumulate);
          DotTiles.multiply(
              DotTiles::plain, leftNumbers, l, rightNumbers, r, slow, product, accumulate);
          for (int row = 0; row < rows; row++) {
            StepLoops.dots(
                leftNumbers,
                l.offset() + row * depth,
                rightNumbers,
                r.offset(),
                depth,
                depth,
                byRow,
                product.offset() + row * columns,
                columns,
                accumulate);
          }
          assertSameBits(fast, slow, what);
          assertSameBits(fast, byRow, what);
        }
      }
    }
  }

  @Test
  void everyPointwiseOperationAgrees() {
    Pointwise program = VectorPointwiseTest.EVERYTHING;
    PointwiseLoop vectors = PointwiseCompiler.compile(program).orElseThrow();
    int columns = 20 * Lanes.COUNT;
    float[][] fast = new float[program.operands().size()][];
    Arrays.setAll(fast, operand -> random(3 * columns));
    float[] special = {0, -0f, 1, Float.MIN_VALUE, Float.MAX_VALUE, Float.POSITIVE_INFINITY};
    System.arraycopy(special, 0, fast[0], 0, special.length);
    System.arraycopy(special, 0, fast[1], 1, special.length);
    float[][] slow = Arrays.stream(fast).map(float[]::clone).toArray(float[][]::new);
    int[] offsets = new int[fast.length];
    int[] strides = new int[fast.length];
    Arrays.fill(strides, columns);
    float[] scalars = random(program.scalars().size());
    vectors.run(fast, offsets, strides, scalars, 3, columns);
    new PlainPointwise(program).run(slow, offsets, strides, scalars, 3, columns);
    for (int operand = 0; operand < fast.length; operand++) {
      assertSameBits(fast[operand], slow[operand], program.operands().get(operand));
    }
  }

  @Test
  void functionsAgreeOverTheWholeRange() {
    var p = Pointwise.named("functions");
    Term x = p.read("x");
    p.write("exp", x.exp()).write("log", x.log());
    p.write("tanh", x.tanh()).write("sigmoid", x.sigmoid());
    Pointwise program = p.build();
    int columns = (int) ((1L << 32) / STRIDE) / Lanes.COUNT * Lanes.COUNT;
    float[][] fast = new float[program.operands().size()][columns];
    for (int i = 0; i < columns; i++) {
      fast[0][i] = Float.intBitsToFloat(Integer.MIN_VALUE + i * STRIDE);
    }
    float[][] slow = Arrays.stream(fast).map(float[]::clone).toArray(float[][]::new);
    int[] none = new int[fast.length];
    float[] scalars = {};
    PointwiseLoop vectors = PointwiseCompiler.compile(program).orElseThrow();
    vectors.run(fast, none, none, scalars, 1, columns);
    new PlainPointwise(program).run(slow, none, none, scalars, 1, columns);
    for (int operand = 1; operand < fast.length; operand++) {
      assertSameBits(fast[operand], slow[operand], program.operands().get(operand));
    }
  }

  @Test
  void rowsAgreeAtEveryWidth() {
    RowLoops vectors = new VectorRows();
    RowLoops plain = new PlainRows();
    for (int columns = 1; columns <= 5 * Lanes.COUNT + 3; columns++) {
      float[] source = random(4 * columns + 1);
      String what = columns + " columns, seed " + SEED;
      float largest = vectors.largest(source, 1, columns);
      assertThat(plain.largest(source, 1, columns)).as(what).isEqualTo(largest);
      assertThat(plain.sum(source, 1, columns)).as(what).isEqualTo(vectors.sum(source, 1, columns));
      assertThat(plain.sumOfSquares(source, 1, columns))
          .as(what)
          .isEqualTo(vectors.sumOfSquares(source, 1, columns));
      assertThat(plain.exponentials(source, 1, null, 0, columns, largest))
          .as(what)
          .isEqualTo(vectors.exponentials(source, 1, null, 0, columns, largest));
      float[] fast = random(columns);
      float[] slow = fast.clone();
      write(vectors, source, fast, columns);
      write(plain, source, slow, columns);
      assertSameBits(fast, slow, what);
    }
  }

  private static void write(RowLoops rows, float[] source, float[] target, int columns) {
    rows.add(source, 1, target, 0, columns);
    rows.addFour(source, 1, columns, target, 0, columns);
    rows.scale(target, 0, target, 0, columns, 0.3f);
    float total = rows.exponentials(target, 0, target, 0, columns, 0.7f);
    rows.scale(target, 0, target, 0, columns, 1 / total);
  }

  private float[] random(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) rng.nextGaussian();
    }
    return numbers;
  }

  /// Of whatever is not a number the bits are left open.
  private static void assertSameBits(float[] fast, float[] slow, String what) {
    for (int i = 0; i < fast.length; i++) {
      assertThat(Float.floatToIntBits(slow[i]))
          .as("%s, element %d: %s and %s, seed %d", what, i, slow[i], fast[i], SEED)
          .isEqualTo(Float.floatToIntBits(fast[i]));
    }
  }
}
