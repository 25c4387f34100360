package dev.refrain.task.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.PairBatch;
import dev.refrain.data.PairBatches;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.nn.loss.CrossEntropy;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class HardAttentionLossTest {
  private static final long SEED = 4;

  /// So many rows with the same sentence are as many draws of its places.
  private static final int DRAWS = 8_000;

  /// Far enough that many draws change, so that the difference stands out from the noise.
  private static final double FAR = 0.1;

  private static TranslationModel model() {
    TranslationConfig config = Reversals.config().withAttention(AttentionKind.HARD);
    TranslationModel model = Reversals.model(config, Precision.FLOAT64);
    for (Tensor parameter : model.parameters().byName().values()) {
      stretch(parameter); // so that it matters where one looks
    }
    return model;
  }

  private static void stretch(Tensor parameter) {
    for (int i = 0; i < parameter.shape().size(); i++) {
      parameter.set(i, 2 * parameter.get(i));
    }
  }

  private static PairBatch batch(TranslationModel model, int rows) {
    var pairs = Reversals.corpus(model.config()).training().pairs();
    var pair = pairs.stream().filter(p -> p.source().length == 3).findFirst().orElseThrow();
    var batches =
        new PairBatches(
            SourceSide.ended(Collections.nCopies(rows, pair), model.source().end()),
            model.target().begin(),
            model.target().end(),
            rows);
    PairBatch batch = new PairBatch();
    batches.fill(0, 0, rows, batch);
    return batch;
  }

  private static Tape recording() {
    return Tape.recording(
        ReferenceKernels.float64(), new BufferPool(Precision.FLOAT64), Rng.seeded(SEED));
  }

  private static double loss(TranslationModel model, PairBatch batch) {
    try (Tape tape = recording()) {
      Value logits = Writing.known(tape, model, batch).logits();
      return CrossEntropy.sum(logits, batch.targets()).data().item();
    }
  }

  /// Whatever the baseline is, the mean gradient of what decides where to look is that of the
  /// expected loss. The same random numbers are drawn on both sides of the difference.
  @Test
  void gradientIsThatOfTheExpectedLoss() {
    TranslationModel model = model();
    var parameters = model.parameters().byName();
    Rng rng = Rng.seeded(SEED);
    Tensor baseline = parameters.get("decoder.baseline.weight");
    for (int i = 0; i < baseline.shape().size(); i++) {
      baseline.set(i, 2 * rng.nextDouble() - 1);
    }
    PairBatch batch = batch(model, DRAWS);
    Tensor score = parameters.get("decoder.attention.score");
    int size = score.shape().size();
    double[] direction = new double[size];
    for (int i = 0; i < size; i++) {
      direction[i] = 2 * rng.nextDouble() - 1;
    }
    double expected = 0;
    for (int side = -1; side <= 1; side += 2) {
      double[] start = score.toDoubles();
      for (int i = 0; i < size; i++) {
        score.set(i, start[i] + side * FAR * direction[i]);
      }
      expected += side * loss(model, batch) / (2 * FAR * DRAWS);
      for (int i = 0; i < size; i++) {
        score.set(i, start[i]);
      }
    }
    try (Tape tape = recording()) {
      Writing writing = Writing.known(tape, model, batch);
      Value added = HardAttentionLoss.of(model.decoder().baseline(), writing, batch.targets());
      assertThat(added.data().item()).isZero();
      tape.backward(CrossEntropy.sum(writing.logits(), batch.targets()).plus(added), 1);
      double[] gradient = tape.gradient(score).toDoubles();
      double found = 0;
      for (int i = 0; i < size; i++) {
        found += gradient[i] * direction[i] / DRAWS;
      }
      assertThat(found).isCloseTo(expected, within(0.15 * Math.abs(expected)));
    }
  }
}
