package dev.refrain.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Copies, reductions and the operations on rows, each against the reference.
final class VectorRowsTest {
  private static final long SEED = 20250303;
  private static final Kernels FAST = new VectorKernels();
  private static final Kernels SLOW = ReferenceKernels.float32();
  private static final double TOLERANCE = 5e-6;

  private final Rng rng = Rng.seeded(SEED);

  /// What is done for every extent and layout.
  private interface Case {
    void run(int rows, int columns, Twin.Layout layout, boolean accumulate);
  }

  private static void forAll(Case check) {
    int lanes = Lanes.COUNT;
    int[] widths = {
      1, lanes - 1, lanes, lanes + 1, 2 * lanes - 1, 2 * lanes, 2 * lanes + 1, 85, 8 * lanes + 1
    };
    for (int columns : widths) {
      for (int rows : new int[] {1, 3, 4, 5, 19}) {
        for (Twin.Layout layout : Twin.Layout.values()) {
          check.run(rows, columns, layout, false);
          check.run(rows, columns, layout, true);
        }
      }
    }
  }

  private static String what(String operation, int rows, int columns, Twin.Layout layout) {
    return "%s %d×%d %s, seed %d".formatted(operation, rows, columns, layout, SEED);
  }

  @Test
  void copies() {
    forAll(
        (rows, columns, layout, accumulate) -> {
          for (Twin.Layout targetLayout : Twin.Layout.values()) {
            Twin source = Twin.random(rng, rows, columns, layout);
            Twin target = Twin.random(rng, rows, columns, targetLayout);
            FAST.copy(source.fast(), target.fast());
            SLOW.copy(source.slow(), target.slow());
            target.assertAgree(0, what("copy to " + targetLayout, rows, columns, layout));
          }
        });
  }

  @Test
  void fills() {
    forAll(
        (rows, columns, layout, accumulate) -> {
          Twin target = Twin.random(rng, rows, columns, layout);
          FAST.fill(target.fast(), -1.5);
          SLOW.fill(target.slow(), -1.5);
          target.assertAgree(0, what("fill", rows, columns, layout));
        });
  }

  @Test
  void dropoutMasksAreTheSameOnEveryDevice() {
    forAll(
        (rows, columns, layout, accumulate) -> {
          Twin mask = Twin.random(rng, rows, columns, layout);
          long seed = rng.nextLong();
          FAST.dropoutMask(seed, 0.7, mask.fast());
          SLOW.dropoutMask(seed, 0.7, mask.slow());
          mask.assertAgree(0, what("dropoutMask", rows, columns, layout));
        });
  }

  @Test
  void dropoutKeepsTheAskedShare() {
    Tensor mask = Tensor.zeros(200, 500);
    for (double keep : new double[] {0, 0.1, 0.5, 0.9, 1}) {
      FAST.dropoutMask(rng.nextLong(), keep, Matrix.of(mask));
      double kept = FAST.sum(Matrix.of(mask));
      double deviation = keep == 0 ? 0 : Math.sqrt((1 - keep) / keep * 100_000);
      assertThat(kept)
          .as("keep %s, seed %d", keep, SEED)
          .isCloseTo(keep == 0 ? 0 : 100_000, within(5 * deviation + 0.01));
    }
    assertThatThrownBy(() -> FAST.dropoutMask(1, 1.5, Matrix.of(mask)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
  }

  @Test
  void gaussianNoiseIsTheSameOnEveryDevice() {
    forAll(
        (rows, columns, layout, accumulate) -> {
          Twin noise = Twin.random(rng, rows, columns, layout);
          long seed = rng.nextLong();
          FAST.gaussianNoise(seed, 0.7, noise.fast());
          SLOW.gaussianNoise(seed, 0.7, noise.slow());
          noise.assertAgree(0, what("gaussianNoise", rows, columns, layout));
        });
  }

  @Test
  void gaussianNoiseIsNormal() {
    Tensor noise = Tensor.zeros(200, 501);
    FAST.gaussianNoise(rng.nextLong(), 3, Matrix.of(noise));
    double[] moments = new double[5];
    double neighbours = 0;
    for (int i = 0; i < noise.shape().size(); i++) {
      double z = noise.get(i) / 3;
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(z, power) / noise.shape().size();
      }
      neighbours += i == 0 ? 0 : z * noise.get(i - 1) / 3 / noise.shape().size();
    }
    assertThat(moments[1]).as("seed %d", SEED).isCloseTo(0, within(0.016));
    assertThat(moments[2]).isCloseTo(1, within(0.025));
    assertThat(moments[3]).isCloseTo(0, within(0.05));
    assertThat(moments[4]).isCloseTo(3, within(0.16));
    assertThat(neighbours).isCloseTo(0, within(0.016));
  }

  @Test
  void columnReductions() {
    forAll(
        (rows, columns, layout, accumulate) -> {
          Twin first = Twin.random(rng, rows, columns, layout);
          Twin second = Twin.random(rng, rows, columns, layout);
          Twin sums = Twin.random(rng, 1, columns, Twin.Layout.SPACED);
          FAST.columnSums(first.fast(), sums.fast(), accumulate);
          SLOW.columnSums(first.slow(), sums.slow(), accumulate);
          sums.assertAgree(TOLERANCE, what("columnSums", rows, columns, layout));
          FAST.columnDots(first.fast(), second.fast(), sums.fast(), accumulate);
          SLOW.columnDots(first.slow(), second.slow(), sums.slow(), accumulate);
          sums.assertAgree(TOLERANCE, what("columnDots", rows, columns, layout));
        });
  }

  @Test
  void rowReductions() {
    forAll(
        (rows, columns, layout, accumulate) -> {
          Twin first = Twin.random(rng, rows, columns, layout);
          Twin second = Twin.random(rng, rows, columns, layout);
          Twin dots = Twin.random(rng, rows, 1, Twin.Layout.SPACED);
          FAST.rowDots(first.fast(), second.fast(), dots.fast(), accumulate);
          SLOW.rowDots(first.slow(), second.slow(), dots.slow(), accumulate);
          dots.assertAgree(3 * TOLERANCE, what("rowDots", rows, columns, layout));
        });
  }

  @Test
  void sumsAreAddedUpInDoublePrecision() {
    forAll(
        (rows, columns, layout, accumulate) -> {
          Twin values = Twin.random(rng, rows, columns, layout);
          String what = what("sum", rows, columns, layout);
          assertThat(FAST.sum(values.fast()))
              .as(what)
              .isCloseTo(SLOW.sum(values.slow()), within(1e-9));
          assertThat(FAST.sumOfSquares(values.fast()))
              .as(what)
              .isCloseTo(SLOW.sumOfSquares(values.slow()), within(1e-9));
        });
    Tensor large = Tensor.zeros(1, 100);
    large.set(3, 3e38);
    large.set(70, 3e38);
    assertThat(FAST.sumOfSquares(Matrix.of(large))).isGreaterThan(1e76).isFinite();
    large.set(99, Double.NaN);
    assertThat(FAST.sumOfSquares(Matrix.of(large))).isNaN();
    assertThat(FAST.sum(Matrix.of(large))).isNaN();
  }

  @Test
  void normalizations() {
    forAll(
        (rows, columns, layout, accumulate) -> {
          Twin values = Twin.random(rng, rows, columns, layout);
          Twin normalized = Twin.random(rng, rows, columns, layout);
          Twin inverse = Twin.random(rng, rows, 1, Twin.Layout.SPACED);
          FAST.normalizeRows(values.fast(), normalized.fast(), inverse.fast(), 0.01);
          SLOW.normalizeRows(values.slow(), normalized.slow(), inverse.slow(), 0.01);
          normalized.assertAgree(3 * TOLERANCE, what("normalized", rows, columns, layout));
          inverse.assertAgree(3 * TOLERANCE, what("inverse", rows, columns, layout));

          Twin target = accumulate ? values : normalized; // the second way in place
          Twin gradient = Twin.random(rng, rows, columns, layout);
          target = accumulate ? target : gradient;
          FAST.normalizeRowsBackward(
              gradient.fast(), normalized.fast(), inverse.fast(), target.fast(), accumulate);
          SLOW.normalizeRowsBackward(
              gradient.slow(), normalized.slow(), inverse.slow(), target.slow(), accumulate);
          target.assertAgree(1e-4, what("normalized backward", rows, columns, layout));

          FAST.normalizeRows(values.fast(), values.fast(), inverse.fast(), 0.01);
          SLOW.normalizeRows(values.slow(), values.slow(), inverse.slow(), 0.01);
          values.assertAgree(1e-4, what("normalized in place", rows, columns, layout));
        });
  }

  @Test
  void softmaxes() {
    forAll(
        (rows, columns, layout, accumulate) -> {
          Twin logits = Twin.random(rng, rows, columns, layout);
          Twin probabilities = Twin.random(rng, rows, columns, layout);
          FAST.softmaxRows(logits.fast(), probabilities.fast());
          SLOW.softmaxRows(logits.slow(), probabilities.slow());
          probabilities.assertAgree(1e-6, what("softmax", rows, columns, layout));

          Twin gradient = Twin.random(rng, rows, columns, layout);
          Twin target = accumulate ? logits : gradient; // the second way in place
          FAST.softmaxRowsBackward(
              probabilities.fast(), gradient.fast(), target.fast(), accumulate);
          SLOW.softmaxRowsBackward(
              probabilities.slow(), gradient.slow(), target.slow(), accumulate);
          target.assertAgree(TOLERANCE, what("softmax backward", rows, columns, layout));

          FAST.softmaxRows(gradient.fast(), gradient.fast());
          SLOW.softmaxRows(gradient.slow(), gradient.slow());
          gradient.assertAgree(TOLERANCE, what("softmax in place", rows, columns, layout));
        });
  }

  @Test
  void crossEntropies() {
    forAll(
        (rows, columns, layout, inPlace) -> {
          Twin logits = Twin.random(rng, rows, columns, layout);
          Twin gradient = inPlace ? logits : Twin.random(rng, rows, columns, layout);
          Twin losses = Twin.random(rng, rows, 1, Twin.Layout.SPACED);
          int[] targets = new int[rows + 2];
          for (int r = 0; r < rows; r++) {
            targets[r] = rng.nextInt(columns + 1) - 1;
          }
          FAST.crossEntropy(logits.fast(), targets, losses.fast(), null);
          SLOW.crossEntropy(logits.slow(), targets, losses.slow(), null);
          losses.assertAgree(TOLERANCE, what("loss alone", rows, columns, layout));
          FAST.crossEntropy(logits.fast(), targets, losses.fast(), gradient.fast());
          SLOW.crossEntropy(logits.slow(), targets, losses.slow(), gradient.slow());
          losses.assertAgree(TOLERANCE, what("loss", rows, columns, layout));
          gradient.assertAgree(1e-6, what("gradient", rows, columns, layout));
        });
  }

  @Test
  void softmaxOfExtremeLogits() {
    for (float extreme : new float[] {1e30f, -1e30f, 200, -200, Float.NEGATIVE_INFINITY}) {
      Twin logits = Twin.random(rng, 2, 37, Twin.Layout.SPACED);
      logits.set(0, 5, extreme);
      logits.set(0, 36, extreme);
      logits.set(1, 7, Double.NaN);
      Twin losses = Twin.random(rng, 2, 1, Twin.Layout.DENSE);
      int[] targets = {4, 4};
      FAST.crossEntropy(logits.fast(), targets, losses.fast(), logits.fast());
      SLOW.crossEntropy(logits.slow(), targets, losses.slow(), logits.slow());
      logits.assertAgree(1e-6, "gradient with " + extreme);
      losses.assertAgree(TOLERANCE, "loss with " + extreme);
      assertThat(losses.fast().get(1, 0)).isNaN();
    }
  }

  @Test
  void gathersAndScatters() {
    forAll(
        (rows, columns, layout, accumulate) -> {
          Twin table = Twin.random(rng, 11, columns, layout);
          Twin gathered = Twin.random(rng, rows, columns, Twin.Layout.SPACED);
          int[] ids = new int[rows + 1];
          for (int r = 0; r < rows; r++) {
            ids[r] = rng.nextInt(12) - 1;
          }
          FAST.gatherRows(table.fast(), ids, gathered.fast());
          SLOW.gatherRows(table.slow(), ids, gathered.slow());
          gathered.assertAgree(0, what("gather", rows, columns, layout));
          FAST.scatterAddRows(gathered.fast(), ids, table.fast());
          SLOW.scatterAddRows(gathered.slow(), ids, table.slow());
          table.assertAgree(TOLERANCE, what("scatter", rows, columns, layout));
        });
  }

  @Test
  void idsOutOfRangeAreRefused() {
    Matrix table = Matrix.of(Tensor.zeros(4, 3));
    Matrix rows = Matrix.of(Tensor.zeros(2, 3));
    Matrix losses = Matrix.of(Tensor.zeros(2, 1));
    for (Kernels kernels : List.of(FAST, SLOW)) {
      for (int wrong : new int[] {4, -2}) {
        int[] ids = {0, wrong};
        List<ThrowingCallable> calls =
            List.of(
                () -> kernels.gatherRows(table, ids, rows),
                () -> kernels.scatterAddRows(rows, ids, table),
                () -> kernels.crossEntropy(rows, ids, losses, null));
        for (ThrowingCallable call : calls) {
          assertThatThrownBy(call)
              .isInstanceOf(IndexOutOfBoundsException.class)
              .hasMessageContaining("number 1 is " + wrong);
        }
      }
    }
  }

  @Test
  void disagreeingExtentsAreRefused() {
    Matrix a = Matrix.of(Tensor.zeros(4, 3));
    Matrix b = Matrix.of(Tensor.zeros(4, 5));
    Matrix c = Matrix.of(Tensor.zeros(3, 1));
    int[] few = {0};
    for (Kernels kernels : List.of(FAST, SLOW)) {
      List<ThrowingCallable> calls =
          List.of(
              () -> kernels.copy(a, b),
              () -> kernels.columnSums(a, b, false),
              () -> kernels.columnDots(a, b, a, false),
              () -> kernels.columnDots(a, a, b, false),
              () -> kernels.rowDots(a, b, c, false),
              () -> kernels.rowDots(a, a, c, false),
              () -> kernels.normalizeRows(a, b, c, 0),
              () -> kernels.normalizeRows(a, a, c, 0),
              () -> kernels.normalizeRowsBackward(a, a, c, a, false),
              () -> kernels.softmaxRows(a, b),
              () -> kernels.softmaxRowsBackward(a, a, b, false),
              () -> kernels.crossEntropy(a, new int[4], c, null),
              () -> kernels.crossEntropy(a, few, a.columns(0, 1), null),
              () -> kernels.gatherRows(a, few, b),
              () -> kernels.gatherRows(a, few, a),
              () -> kernels.scatterAddRows(b, few, a));
      for (int i = 0; i < calls.size(); i++) {
        assertThatThrownBy(calls.get(i))
            .as("call %d of %s", i, kernels.description())
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("matrix [4, 3]");
      }
    }
  }
}
