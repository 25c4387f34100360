package dev.refrain.task.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.data.DataException;
import dev.refrain.data.Windows;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Trainer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTaskTest {
  private static final long SEED = 5;

  private static LanguageTask task(LanguageModelConfig config) {
    LanguageModel model = Texts.model(config, SEED);
    return new LanguageTask(model, Corpus.of("sea", Texts.SEA, model));
  }

  /// A sum of losses with the number of predictions.
  private record Total(double sum, long count) {
    Total plus(ShardLoss loss) {
      return loss == null ? this : new Total(sum + loss.sum().data().item(), count + loss.count());
    }
  }

  private static Total step(LanguageTask task, int step, int shards, Total total) {
    for (int index = 0; index < shards; index++) {
      try (Tape tape = Texts.evaluating()) {
        total = total.plus(task.loss(tape, step, new Shard(index, shards)));
      }
    }
    return total;
  }

  private static Total epoch(LanguageTask task, int shards) {
    task.startEpoch(0, Rng.seeded(SEED));
    Total total = new Total(0, 0);
    for (int step = 0; step < task.steps(); step++) {
      total = step(task, step, shards, total);
    }
    return total;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void windowsAreReadEachFromAnEmptyState(int shards) {
    LanguageModelConfig config = Texts.characters().withBatch(3).withStep(4);
    LanguageTask task = task(config);
    int[] ids = task.model().codec().encode(split(config)).ids();
    double expected = 0;
    int windows = 0;
    for (int from = 0; from + 11 <= ids.length; from += 4, windows++) {
      int[] window = Arrays.copyOfRange(ids, from, from + 11);
      expected += Arrays.stream(Texts.losses(task.model(), window)).sum();
    }
    Total total = epoch(task, shards);
    assertThat(total.count()).isEqualTo(10L * windows);
    assertThat(total.sum()).isCloseTo(expected, within(1e-5 * expected));
  }

  private static String split(LanguageModelConfig config) {
    return dev.refrain.data.SplitText.characters(Texts.SEA, config.validation()).training();
  }

  @Test
  void theLastPositionAlonePredictsIfAsked() {
    LanguageModelConfig config =
        Texts.characters().withBatch(3).withStep(4).withTargets(Windows.Targets.LAST);
    LanguageTask task = task(config);
    int[] ids = task.model().codec().encode(split(config)).ids();
    double expected = 0;
    int windows = 0;
    for (int from = 0; from + 11 <= ids.length; from += 4, windows++) {
      int[] window = Arrays.copyOfRange(ids, from, from + 11);
      expected += Texts.losses(task.model(), window)[9];
    }
    Total total = epoch(task, 2);
    assertThat(total.count()).isEqualTo(windows);
    assertThat(total.sum()).isCloseTo(expected, within(1e-5 * expected));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aStreamWithItsStateCarriedIsOneLongSequence(int shards) {
    LanguageModelConfig config =
        Texts.characters()
            .withFeed(FeedKind.STREAM)
            .withBatch(2)
            .withLength(7)
            .withCell(CellKind.GRU);
    LanguageTask task = task(config);
    int[] ids = task.model().codec().encode(split(config)).ids();
    task.startEpoch(0, Rng.seeded(SEED));
    int start = Rng.seeded(SEED).nextInt(7);
    int part = (ids.length - 1 - 6) / 2;
    double expected = 0;
    for (int row = 0; row < 2; row++) {
      int from = start + row * part;
      expected +=
          Arrays.stream(Texts.losses(task.model(), Arrays.copyOfRange(ids, from, from + part + 1)))
              .sum();
    }
    Total total = epoch(task, shards);
    assertThat(total.count()).isEqualTo(2L * part);
    assertThat(total.sum()).isCloseTo(expected, within(1e-5 * expected));
    assertThat(epoch(task, shards)).as("an epoch forgets the one before").isEqualTo(total);
  }

  @Test
  void carriedStateCanBePutBack() {
    LanguageModelConfig config =
        Texts.characters().withFeed(FeedKind.STREAM).withBatch(3).withLength(5);
    LanguageTask task = task(config);
    task.startEpoch(0, Rng.seeded(SEED));
    for (int step = 0; step < 4; step++) {
      step(task, step, 2, new Total(0, 0));
    }
    Map<String, Tensor> kept = new LinkedHashMap<>();
    task.carried().forEach((name, part) -> kept.put(name, part.copy()));
    Total expected = step(task, 4, 2, new Total(0, 0));

    LanguageTask resumed = task(config);
    resumed.startEpoch(0, Rng.seeded(SEED));
    Total cold = step(resumed, 4, 2, new Total(0, 0));
    resumed.restoreCarried(kept);
    assertThat(step(resumed, 4, 2, new Total(0, 0))).isEqualTo(expected).isNotEqualTo(cold);
    assertThatThrownBy(() -> resumed.restoreCarried(Map.of())).hasMessageContaining("state0");
    assertThat(task(Texts.characters()).carried()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void validationDoesNotDisturbTraining(FeedKind feed) {
    LanguageModelConfig config =
        Texts.characters().withFeed(feed).withBatch(2).withLength(5).withValidation(0.3);
    LanguageTask task = task(config);
    Total alone = epoch(task, 2);
    task.startEpoch(0, Rng.seeded(SEED));
    Total total = new Total(0, 0);
    double first = Double.NaN;
    for (int step = 0; step < task.steps(); step++) {
      total = step(task, step, 2, total);
      Total validation = new Total(0, 0);
      for (int v = 0; v < task.validationSteps(); v++) {
        for (int index = 0; index < 2; index++) {
          try (Tape tape = Texts.evaluating()) {
            validation = validation.plus(task.validationLoss(tape, v, new Shard(index, 2)));
          }
        }
      }
      assertThat(validation.count()).isPositive();
      first = step == 0 ? validation.sum() : first;
      assertThat(validation.sum()).isEqualTo(first);
    }
    assertThat(total).isEqualTo(alone);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsAreThoseOfTheLoss(boolean tied) {
    LanguageModelConfig config =
        Texts.characters()
            .withEmbedding(tied ? 4 : 0)
            .withTied(tied)
            .withHidden(5)
            .withLength(4)
            .withBatch(3);
    Corpus corpus = Corpus.of("sea", Texts.SEA, config);
    LanguageModel model =
        LanguageModel.create(config, corpus.vocabulary(), Precision.FLOAT64, Rng.seeded(SEED));
    LanguageTask task = new LanguageTask(model, corpus);
    Kernels kernels = ReferenceKernels.float64();
    BufferPool pool = new BufferPool(Precision.FLOAT64);
    Rng rng = Rng.seeded(SEED);
    for (var named : model.parameters().byName().entrySet()) {
      Tensor weight = named.getValue();
      int position = rng.nextInt(weight.shape().size());
      double gradient;
      try (Tape tape = Tape.recording(kernels, pool, Rng.seeded(1))) {
        tape.backward(task.loss(tape, 0, new Shard(0, 1)).sum(), 1);
        gradient = tape.gradient(weight).get(position);
      }
      double value = weight.get(position);
      double step = 1e-5;
      weight.set(position, value + step);
      double above = loss(task, kernels, pool);
      weight.set(position, value - step);
      double below = loss(task, kernels, pool);
      weight.set(position, value);
      double expected = (above - below) / (2 * step);
      assertThat(gradient)
          .as("%s[%d], seed %d", named.getKey(), position, SEED)
          .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }
    assertThat(model.parameters().byName().keySet())
        .anyMatch(name -> name.startsWith("recurrent.layer0.forward."))
        .contains("output.bias");
    assertThat(model.parameters().byName().containsKey("projection.weight")).isEqualTo(tied);
    assertThat(model.parameters().byName().containsKey("output.weight")).isEqualTo(!tied);
  }

  private static double loss(LanguageTask task, Kernels kernels, BufferPool pool) {
    try (Tape tape = Tape.evaluating(kernels, pool)) {
      return task.loss(tape, 0, new Shard(0, 1)).sum().data().item();
    }
  }

  @Test
  void aTextTooShortIsAnErrorWithTheNumbers() {
    LanguageModelConfig config = Texts.characters().withLength(400);
    assertThatThrownBy(() -> task(config))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("window of 400", "needs 401");
    assertThatThrownBy(() -> task(config.withLength(100)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("held out", "length of 100 needs 101");
    assertThat(task(config.withLength(100).withValidation(0)).validationSteps()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void trainingLearns(FeedKind feed) {
    LanguageModelConfig config =
        Texts.characters().withFeed(feed).withHidden(24).withBatch(4).withDropout(0.05, 0.05);
    LanguageModel model =
        LanguageModel.create(config, Corpus.of("sea", Texts.SEA, config), Rng.seeded(SEED));
    double before = model.evaluate(Texts.SEA).natsPerToken();
    Trainer.of(new LanguageTask(model, Corpus.of("sea", Texts.SEA, model)))
        .optimizer(
            dev.refrain.optim.OptimizerConfig.of(dev.refrain.optim.OptimizerKind.ADAMW)
                .withRate(0.01))
        .epochs(40)
        .shards(2)
        .run();
    assertThat(model.evaluate(Texts.SEA).natsPerToken()).isLessThan(before - 1);
  }
}
