package dev.refrain.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.kernel.AttentionKernels;
import dev.refrain.kernel.AttentionKernels.Additive;
import dev.refrain.kernel.Reach;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Attention's kernels against the reference, over ragged lengths with garbage in the padding.
final class VectorAttentionTest {
  private static final long SEED = 20261121;
  private static final AttentionKernels FAST = new VectorKernels().attention();
  private static final AttentionKernels SLOW = ReferenceKernels.float32().attention();
  private static final double TOLERANCE = 1e-5;

  private final Rng rng = Rng.seeded(SEED);

  /// What is done for every extent and layout.
  private interface Case {
    void run(Scene scene);
  }

  /// Rows that look at steps.
  private record Scene(Rng rng, Reach reach, int steps, int width, Twin.Layout layout) {
    Twin rows() {
      return Twin.random(rng, reach.rows(), width, layout);
    }

    Twin perStep() {
      return Twin.random(rng, reach.rows(), steps, layout);
    }

    /// `[S·B, F]`, infinite where nobody may look.
    Twin sequences() {
      Twin twin = Twin.random(rng, steps * reach.batch(), width, layout);
      for (int s = 0; s < steps; s++) {
        for (int b = 0; b < reach.batch(); b++) {
          boolean seen = false;
          for (int r = 0; r < reach.rows(); r++) {
            seen |= reach.sequence(r) == b && s < reach.length(r);
          }
          for (int f = 0; f < width && !seen; f++) {
            twin.set(s * reach.batch() + b, f, Double.NaN);
          }
        }
      }
      return twin;
    }

    Twin vector() {
      return Twin.random(rng, 1, width, layout);
    }

    String what(String operation) {
      return "%s, %s, S %d, width %d, %s, seed %d"
          .formatted(operation, reach, steps, width, layout, SEED);
    }
  }

  private void forAll(Case check) {
    int lanes = Lanes.COUNT;
    int[] widths = {1, lanes - 1, lanes, lanes + 1, 4 * lanes, 5 * lanes + 3};
    int[][] lengths = {{1}, {3, 1, 4}, {2, lanes + 1, lanes, 5}, {9, 8, 7, 2 * lanes + 2}};
    for (int width : widths) {
      for (int[] each : lengths) {
        Reach reach = Reach.of(each);
        int longest = Arrays.stream(each).max().orElseThrow();
        for (Twin.Layout layout : new Twin.Layout[] {Twin.Layout.DENSE, Twin.Layout.SPACED}) {
          check.run(new Scene(rng, reach, longest, width, layout));
          check.run(new Scene(rng, reach.repeated(3), longest + 2, width, layout));
          int[] chosen = {each.length - 1, 0, 0, each.length - 1};
          check.run(new Scene(rng, Reach.of(each, chosen), longest, width, layout));
        }
      }
    }
  }

  private static Additive fast(Twin queries, Twin keys, Twin vector) {
    return new Additive(queries.fast(), keys.fast(), vector.fast());
  }

  private static Additive slow(Twin queries, Twin keys, Twin vector) {
    return new Additive(queries.slow(), keys.slow(), vector.slow());
  }

  @Test
  void additiveScores() {
    forAll(
        scene -> {
          Twin queries = scene.rows();
          Twin keys = scene.sequences();
          Twin vector = scene.vector();
          Twin scores = scene.perStep();
          FAST.additiveScores(fast(queries, keys, vector), scene.reach(), scores.fast());
          SLOW.additiveScores(slow(queries, keys, vector), scene.reach(), scores.slow());
          scores.assertAgree(TOLERANCE, scene.what("additiveScores"));
        });
  }

  @Test
  void additiveGradients() {
    forAll(
        scene -> {
          Twin queries = scene.rows();
          Twin keys = scene.sequences();
          Twin vector = scene.vector();
          Twin dScores = scene.perStep();
          Twin dQueries = scene.rows();
          Twin dKeys = scene.sequences();
          Twin dVector = scene.vector();
          FAST.additiveScoresBackward(
              fast(queries, keys, vector),
              scene.reach(),
              dScores.fast(),
              fast(dQueries, dKeys, dVector));
          SLOW.additiveScoresBackward(
              slow(queries, keys, vector),
              scene.reach(),
              dScores.slow(),
              slow(dQueries, dKeys, dVector));
          dQueries.assertAgree(2 * TOLERANCE, scene.what("dQueries"));
          dKeys.assertAgree(2 * TOLERANCE, scene.what("dKeys"));
          dVector.assertAgree(2 * TOLERANCE, scene.what("dVector"));
        });
  }

  @Test
  void dotsAndMixturesAndOuterProducts() {
    forAll(
        scene -> {
          Twin rows = scene.rows();
          Twin sequences = scene.sequences();
          Twin perStep = scene.perStep();
          FAST.dots(rows.fast(), sequences.fast(), scene.reach(), perStep.fast());
          SLOW.dots(rows.slow(), sequences.slow(), scene.reach(), perStep.slow());
          perStep.assertAgree(TOLERANCE, scene.what("dots"));

          Twin weights = scene.perStep();
          for (boolean accumulate : new boolean[] {true, false}) {
            Twin mixed = scene.rows();
            FAST.mix(weights.fast(), sequences.fast(), scene.reach(), mixed.fast(), accumulate);
            SLOW.mix(weights.slow(), sequences.slow(), scene.reach(), mixed.slow(), accumulate);
            mixed.assertAgree(TOLERANCE, scene.what("mix, accumulate " + accumulate));
          }

          FAST.addOuter(weights.fast(), rows.fast(), scene.reach(), sequences.fast());
          SLOW.addOuter(weights.slow(), rows.slow(), scene.reach(), sequences.slow());
          sequences.assertAgree(TOLERANCE, scene.what("addOuter"));
        });
  }

  @Test
  void softmaxes() {
    forAll(
        scene -> {
          Twin scores = scene.perStep();
          Twin weights = scene.perStep();
          FAST.softmax(scores.fast(), scene.reach(), weights.fast());
          SLOW.softmax(scores.slow(), scene.reach(), weights.slow());
          weights.assertAgree(1e-6, scene.what("softmax"));

          Twin dScores = scene.perStep();
          Twin dWeights = scene.perStep();
          FAST.softmaxBackward(weights.fast(), dWeights.fast(), scene.reach(), dScores.fast());
          SLOW.softmaxBackward(weights.slow(), dWeights.slow(), scene.reach(), dScores.slow());
          dScores.assertAgree(TOLERANCE, scene.what("softmax backward"));
          FAST.softmaxBackward(weights.fast(), dWeights.fast(), scene.reach(), dWeights.fast());
          SLOW.softmaxBackward(weights.slow(), dWeights.slow(), scene.reach(), dWeights.slow());
          dWeights.assertAgree(TOLERANCE, scene.what("softmax backward in place"));

          FAST.softmax(scores.fast(), scene.reach(), scores.fast());
          SLOW.softmax(scores.slow(), scene.reach(), scores.slow());
          scores.assertAgree(1e-6, scene.what("softmax in place"));
        });
  }

  /// What a row looks at alone, and in a batch among longer sequences, to the bit.
  @Test
  void paddingChangesNoBit() {
    int width = 2 * Lanes.COUNT + 5;
    int[] lengths = {Lanes.COUNT + 3, 2 * Lanes.COUNT + 7, 4};
    int longest = 3 * Lanes.COUNT + 8;
    Scene batch = new Scene(rng, Reach.of(lengths), longest, width, Twin.Layout.DENSE);
    Matrix queries = batch.rows().fast();
    Matrix keys = batch.sequences().fast();
    Matrix vector = batch.vector().fast();
    Looked all = Looked.at(queries, keys, vector, batch.reach(), longest);
    for (int b = 0; b < lengths.length; b++) {
      Matrix own = Matrix.of(Tensor.zeros(lengths[b], width));
      for (int s = 0; s < lengths[b]; s++) {
        for (int f = 0; f < width; f++) {
          own.set(s, f, keys.get(s * lengths.length + b, f));
        }
      }
      Reach reach = Reach.of(new int[] {lengths[b]});
      Looked alone = Looked.at(queries.rows(b, b + 1), own, vector, reach, lengths[b]);
      assertSameBits(alone.weights(), all.weights().rows(b, b + 1));
      assertSameBits(alone.context(), all.context().rows(b, b + 1));
      assertSameBits(alone.dScores(), all.dScores().rows(b, b + 1));
      assertSameBits(alone.dQueries(), all.dQueries().rows(b, b + 1));
      for (int s = 0; s < longest; s++) {
        Matrix dStep = all.dKeys().rows(s * lengths.length + b, s * lengths.length + b + 1);
        Matrix expected =
            s < lengths[b] ? alone.dKeys().rows(s, s + 1) : Matrix.of(Tensor.zeros(1, width));
        assertSameBits(expected, dStep);
      }
    }
  }

  /// Everything that one look computes, forward and back, from given sums and gradients.
  private record Looked(
      Matrix weights,
      Matrix context,
      Matrix dScores,
      Matrix dQueries,
      Matrix dKeys,
      Matrix dVector) {
    static Looked at(Matrix queries, Matrix keys, Matrix vector, Reach reach, int steps) {
      Matrix weights = Matrix.of(Tensor.zeros(reach.rows(), steps));
      Matrix context = Matrix.of(Tensor.zeros(reach.rows(), keys.columns()));
      Matrix dScores = Matrix.of(Tensor.zeros(reach.rows(), steps));
      Matrix dQueries = Matrix.of(Tensor.zeros(reach.rows(), keys.columns()));
      Matrix dKeys = Matrix.of(Tensor.zeros(keys.rows(), keys.columns()));
      Matrix dVector = Matrix.of(Tensor.zeros(1, keys.columns()));
      var operands = new Additive(queries, keys, vector);
      FAST.additiveScores(operands, reach, weights);
      FAST.softmax(weights, reach, weights);
      FAST.mix(weights, keys, reach, context, false);
      FAST.dots(queries, keys, reach, dScores);
      FAST.softmaxBackward(weights, dScores, reach, dScores);
      FAST.additiveScoresBackward(operands, reach, dScores, new Additive(dQueries, dKeys, dVector));
      FAST.addOuter(weights, queries, reach, dKeys);
      return new Looked(weights, context, dScores, dQueries, dKeys, dVector);
    }
  }

  /// Compiled code adds in the order in which interpreted code did.
  @Test
  void sameBitsColdAndWarm() {
    Reach reach = Reach.of(new int[] {7, Lanes.COUNT + 4});
    int steps = Lanes.COUNT + 4;
    Scene scene = new Scene(rng, reach, steps, 6 * Lanes.COUNT + 3, Twin.Layout.DENSE);
    Matrix queries = scene.rows().fast();
    Matrix keys = scene.sequences().fast();
    Matrix vector = scene.vector().fast();
    Looked cold = Looked.at(queries, keys, vector, reach, steps);
    Looked warm = cold;
    for (int i = 0; i < 1000; i++) {
      warm = Looked.at(queries, keys, vector, reach, steps);
    }
    assertSameBits(cold.weights(), warm.weights());
    assertSameBits(cold.context(), warm.context());
    assertSameBits(cold.dScores(), warm.dScores());
    assertSameBits(cold.dQueries(), warm.dQueries());
    assertSameBits(cold.dKeys(), warm.dKeys());
    assertSameBits(cold.dVector(), warm.dVector());
  }

  private static void assertSameBits(Matrix expected, Matrix found) {
    for (int r = 0; r < expected.rows(); r++) {
      for (int c = 0; c < expected.columns(); c++) {
        assertThat(found.get(r, c)).as("seed %d", SEED).isEqualTo(expected.get(r, c));
      }
    }
  }

  @Test
  void disagreeingExtentsAreRefused() {
    Matrix rows = Matrix.of(Tensor.zeros(2, 3));
    Matrix sequences = Matrix.of(Tensor.zeros(8, 3));
    Matrix weights = Matrix.of(Tensor.zeros(2, 4));
    Matrix few = Matrix.of(Tensor.zeros(2, 2));
    Matrix wrong = Matrix.of(Tensor.zeros(7, 3));
    Matrix vector = Matrix.of(Tensor.zeros(1, 3));
    Reach reach = Reach.of(new int[] {4, 1});
    Additive operands = new Additive(rows, sequences, vector);
    for (AttentionKernels kernels : List.of(FAST, SLOW)) {
      List<ThrowingCallable> calls =
          List.of(
              () -> kernels.dots(rows, sequences, reach, few),
              () -> kernels.dots(rows, wrong, reach, weights),
              () -> kernels.dots(wrong, sequences, reach, weights),
              () -> kernels.mix(weights, sequences, reach, weights, false),
              () -> kernels.addOuter(weights, rows, reach, wrong),
              () -> kernels.softmax(weights, reach, few),
              () -> kernels.softmaxBackward(few, few, reach, few),
              () -> kernels.additiveScores(operands, reach, few),
              () -> kernels.additiveScores(new Additive(rows, sequences, rows), reach, weights),
              () ->
                  kernels.additiveScoresBackward(
                      operands, reach, weights, new Additive(rows, wrong, vector)));
      for (int i = 0; i < calls.size(); i++) {
        assertThatThrownBy(calls.get(i))
            .as("call %d", i)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("matrix [");
      }
    }
  }

  @Test
  void nothingToLookAtIsRefused() {
    assertThatThrownBy(() -> Reach.of(new int[] {2, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sequence 1 has length 0");
    assertThatThrownBy(() -> Reach.of(new int[] {2, 1}, new int[] {0, 2}))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("row 1 looks at sequence 2");
  }
}
