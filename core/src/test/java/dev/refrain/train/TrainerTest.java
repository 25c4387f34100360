package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.Tape;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.ScheduleConfig;
import dev.refrain.tensor.Rng;
import dev.refrain.train.TrainEvent.EpochDone;
import dev.refrain.train.TrainEvent.StepDone;
import dev.refrain.train.TrainEvent.Validated;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainerTest {
  @TempDir Path temporary;

  private static Trainer of(Task task) {
    return Trainer.of(task).kernels(ReferenceKernels.float32()).shards(2).threads(1);
  }

  private static Map<String, List<Float>> weights(Task task) {
    Map<String, List<Float>> weights = new TreeMap<>();
    task.parameters()
        .byName()
        .forEach(
            (name, tensor) -> {
              List<Float> values = new ArrayList<>();
              for (float value : tensor.toArray()) {
                values.add(value);
              }
              weights.put(name, values);
            });
    return weights;
  }

  /// Plain descent takes gradients that are not written out; the least weight decay needs them all.
  @Test
  void plainDescentIsThatOfGradientsWrittenOut() {
    OptimizerConfig plain = OptimizerConfig.of(OptimizerKind.SGD).withRate(0.5);
    TinyTask parts = new TinyTask(3, 20, 0);
    TinyTask whole = new TinyTask(3, 20, 0);
    of(parts).shards(1).clipNorm(0.2).optimizer(plain).run();
    of(whole).shards(1).clipNorm(0.2).optimizer(plain.withWeightDecay(1e-30)).run();
    var expected = whole.parameters().byName();
    parts
        .parameters()
        .byName()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.toDoubles())
                    .as(name)
                    .containsExactly(expected.get(name).toDoubles(), within(1e-5)));
  }

  @Test
  void learns() {
    TinyTask task = new TinyTask(1, 40, 5);
    TrainResult result =
        of(task)
            .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(0.02))
            .schedule(ScheduleConfig.cosine(0.1))
            .epochs(12)
            .run();
    assertThat(result.reason()).isEqualTo(StopReason.EPOCHS);
    assertThat(result.steps()).isEqualTo(480);
    assertThat(result.units()).isEqualTo(480L * TinyTask.ROWS);
    assertThat(result.bestLoss().getAsDouble()).isLessThan(0.7); // chance: ln 5 = 1.61
  }

  @Test
  void bitsDependOnShardsAndSeedButNotOnThreads() {
    Map<String, List<Float>> one = weightsAfter(2, 1, 0);
    assertThat(weightsAfter(2, 2, 0)).isEqualTo(one);
    assertThat(weightsAfter(2, 7, 0)).isEqualTo(one);
    assertThat(weightsAfter(2, 1, 1)).isNotEqualTo(one);
    assertThat(weightsAfter(5, 3, 0)).isEqualTo(weightsAfter(5, 1, 0)).isNotEqualTo(one);
    assertThat(weightsAfter(9, 4, 0)) // more shards than rows: some have nothing to do
        .isEqualTo(weightsAfter(9, 1, 0));
  }

  private static Map<String, List<Float>> weightsAfter(int shards, int threads, long seed) {
    TinyTask task = new TinyTask(1, 10, 1);
    of(task).shards(shards).threads(threads).seed(seed).epochs(2).clipNorm(1).run();
    return weights(task);
  }

  @Test
  void everyStepAndShardHasItsOwnRandomNumbers() {
    Map<List<Integer>, Long> first = randomNumbers(0);
    assertThat(first).hasSize(2 * 3 * 2);
    assertThat(first.values()).doesNotHaveDuplicates();
    assertThat(randomNumbers(0)).isEqualTo(first);
    assertThat(randomNumbers(1).values()).doesNotContainAnyElementsOf(first.values());
  }

  /// The first number of each tape, by epoch, step and shard.
  private static Map<List<Integer>, Long> randomNumbers(long seed) {
    Map<List<Integer>, Long> numbers = new ConcurrentHashMap<>();
    int[] at = {0};
    Task task =
        new ForwardingTask(new TinyTask(1, 3, 0)) {
          @Override
          public void startEpoch(int epoch, Rng rng) {
            at[0] = epoch;
            super.startEpoch(epoch, rng);
          }

          @Override
          public ShardLoss loss(Tape tape, int step, Shard shard) {
            numbers.put(List.of(at[0], step, shard.index()), tape.rng().nextLong());
            return super.loss(tape, step, shard);
          }
        };
    of(task).seed(seed).threads(2).epochs(2).run();
    return numbers;
  }

  @Test
  void tellsWhatHappensInOrder() throws IOException {
    List<TrainEvent> events = new ArrayList<>();
    try (ModelWriter writer = TestModels.create(temporary.resolve("model"))) {
      Trainer.of(new TinyTask(1, 2, 1))
          .kernels(ReferenceKernels.float32())
          .checkpoints(writer, TestModels.EPOCHS_ONLY)
          .epochs(2)
          .listener(events::add)
          .run();
    }
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "CheckpointSaved",
            "Started",
            "StepDone",
            "StepDone",
            "Validated",
            "EpochDone",
            "CheckpointSaved",
            "StepDone",
            "StepDone",
            "Validated",
            "EpochDone",
            "CheckpointSaved",
            "Finished");
    StepDone step = (StepDone) events.get(8);
    assertThat(step.epoch()).isEqualTo(2);
    assertThat(step.step()).isEqualTo(2);
    assertThat(step.globalStep()).isEqualTo(4);
    assertThat(step.gradientNorm()).isPositive();
    assertThat(step.unitsPerSecond()).isPositive();
    EpochDone epoch = (EpochDone) events.get(10);
    assertThat(epoch.loss())
        .isCloseTo((((StepDone) events.get(7)).loss() + step.loss()) / 2, within(1e-12));
  }

  /// The mean over predictions, not over shards: a step of 6 rows in 4 shards, whose sizes differ,
  /// moves the weights as one shard does, up to rounding.
  @Test
  void weighsPredictionsAlikeInShardsOfDifferingSize() {
    float[] whole = gradientStep(1);
    float[] cut = gradientStep(4);
    for (int i = 0; i < whole.length; i++) {
      assertThat(cut[i]).isCloseTo(whole[i], within(1e-6f));
    }
  }

  private static float[] gradientStep(int shards) {
    TinyTask task = new TinyTask(3, 1, 0);
    // Masks differ between shardings; the bias of the output after one step does not see it when
    // the hidden units are zero.
    task.parameters()
        .byName()
        .forEach(
            (name, tensor) -> {
              for (int i = 0; i < tensor.shape().size(); i++) {
                tensor.set(i, 0);
              }
            });
    of(task).shards(shards).optimizer(OptimizerConfig.of(OptimizerKind.SGD).withRate(1)).run();
    return task.parameters().byName().get("output.bias").toArray();
  }

  @Test
  void stopsWhenPatienceIsOverAndKeepsTheBest() {
    TinyTask task = new TinyTask(1, 4, 2);
    List<Validated> validations = new ArrayList<>();
    TrainResult result =
        of(task)
            .optimizer(OptimizerConfig.of(OptimizerKind.SGD).withRate(20)) // far too much
            .epochs(100)
            .patience(3)
            .listener(
                event -> {
                  if (event instanceof Validated validated) {
                    validations.add(validated);
                  }
                })
            .run();
    assertThat(result.reason()).isEqualTo(StopReason.PATIENCE);
    int last = validations.size() - 1;
    assertThat(validations.get(last - 3).best()).isTrue();
    assertThat(validations.subList(last - 2, last + 1)).noneMatch(Validated::best);
    assertThat(result.bestLoss().getAsDouble()).isEqualTo(validations.get(last - 3).loss());
    assertThat(result.bestEpoch().getAsInt()).isEqualTo(validations.size() - 3);
    List<Validated> again = new ArrayList<>();
    TinyTask best = new TinyTask(1, 4, 2);
    task.parameters()
        .byName()
        .forEach((name, tensor) -> best.parameters().byName().get(name).copyFrom(tensor));
    of(best)
        .optimizer(OptimizerConfig.of(OptimizerKind.SGD).withRate(1e-30))
        .listener(
            event -> {
              if (event instanceof Validated validated) {
                again.add(validated);
              }
            })
        .run();
    assertThat(again.getFirst().loss()).isEqualTo(result.bestLoss().getAsDouble());
  }

  @Test
  void stopsAtTheLimitsOfStepsAndTimeAndValidatesThen() {
    TrainResult bySteps = of(new TinyTask(1, 10, 2)).epochs(9).steps(13).run();
    assertThat(bySteps.reason()).isEqualTo(StopReason.STEPS);
    assertThat(bySteps.steps()).isEqualTo(13);
    assertThat(bySteps.epochs()).isEqualTo(1);
    assertThat(bySteps.validationLoss()).isPresent();
    TrainResult byTime = of(new TinyTask(1, 10, 2)).epochs(1_000_000).seconds(0.2).run();
    assertThat(byTime.reason()).isEqualTo(StopReason.TIME);
    assertThat(byTime.seconds()).isBetween(0.2, 5.0);
  }

  @Test
  void stopsWhenItsThreadIsInterrupted() throws InterruptedException {
    Trainer trainer = of(new TinyTask(1, 10, 0)).epochs(1_000_000);
    List<Object> seen = new ArrayList<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  seen.add(trainer.run().reason());
                  seen.add(Thread.currentThread().isInterrupted());
                });
    thread.interrupt();
    thread.join();
    assertThat(seen).containsExactly(StopReason.REQUESTED, true);
  }

  /// The flag is up whenever the run saves or logs, also while it resumes.
  @Test
  void savesAndLogsAlthoughItsThreadIsInterrupted() throws IOException {
    Path folder = temporary.resolve("model");
    try (ModelWriter writer = TestModels.create(folder)) {
      TrainResult result =
          TestModels.trainer(TestModels.task())
              .listener(
                  event -> {
                    if (event instanceof StepDone) {
                      Thread.currentThread().interrupt();
                    }
                  })
              .checkpoints(writer, TestModels.EVERY_STEP)
              .run();
      assertThat(result.reason()).isEqualTo(StopReason.REQUESTED);
      assertThat(result.steps()).isEqualTo(1);
      assertThat(Thread.interrupted()).isTrue();
    }
    try (ModelWriter writer = ModelWriter.resume(folder)) {
      Thread.currentThread().interrupt();
      TrainResult result =
          TestModels.trainer(TestModels.task()).checkpoints(writer, TestModels.EVERY_STEP).run();
      assertThat(result.reason()).isEqualTo(StopReason.REQUESTED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    try (ModelWriter writer = ModelWriter.resume(folder)) {
      TrainResult result =
          TestModels.trainer(TestModels.task()).checkpoints(writer, TestModels.EVERY_STEP).run();
      assertThat(result.reason()).isEqualTo(StopReason.EPOCHS);
    }
  }

  /// An interrupt at any moment, also within a write.
  @Test
  void stopsCleanlyWheneverItsThreadIsInterrupted() throws Exception {
    for (int i = 0; i < 20; i++) {
      Path folder = temporary.resolve("model" + i);
      List<Object> seen = new ArrayList<>();
      try (ModelWriter writer = TestModels.create(folder)) {
        Trainer trainer =
            TestModels.trainer(TestModels.task())
                .epochs(1_000_000)
                .checkpoints(writer, TestModels.EVERY_STEP);
        Thread thread = Thread.ofPlatform().start(() -> seen.add(trainer.run().reason()));
        Thread.sleep(5 + i);
        thread.interrupt();
        thread.join();
      }
      assertThat(seen).containsExactly(StopReason.REQUESTED);
      ModelWriter.resume(folder).close();
    }
  }

  @Test
  void aLossThatIsNoNumberStopsWithAdviceAndKeepsTheCheckpoint() throws IOException {
    Path folder = temporary.resolve("model");
    TinyTask task = new TinyTask(1, 6, 1, 4);
    long[] spoiled = {0};
    try (ModelWriter writer = TestModels.create(folder)) {
      assertThatThrownBy(
              () ->
                  Trainer.of(task)
                      .kernels(ReferenceKernels.float32())
                      .optimizer(OptimizerConfig.of(OptimizerKind.SGD).withRate(0.25))
                      .listener(
                          event -> {
                            if (event instanceof StepDone step) {
                              spoiled[0] = step.globalStep() + 1;
                            }
                          })
                      .checkpoints(writer, TestModels.EVERY_STEP)
                      .run())
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching(
              "the loss is NaN at step \\d of epoch 1 \\(learning rate 0.25\\): lower the learning"
                  + " rate or clip the gradients' norm, for example to 1; the checkpoint of step"
                  + " \\d in .*model is kept")
          .satisfies(e -> assertThat(e).hasMessageContaining("at step " + spoiled[0] + " "))
          .satisfies(
              e -> assertThat(e).hasMessageContaining("of step " + (spoiled[0] - 1) + " in"));
    }
    Task reloaded = new TinyTask(1, 6, 1);
    ModelFolder.open(folder).loadWeights(reloaded.parameters());
    assertThat(weights(reloaded)).isEqualTo(weights(task));
    assertThat(weights(task).values()).allMatch(v -> v.stream().allMatch(Float::isFinite));
  }

  @Test
  void weightsThatOverflowAreNotSaved() throws IOException {
    Path folder = temporary.resolve("model");
    try (ModelWriter writer = TestModels.create(folder)) {
      assertThatThrownBy(
              () ->
                  Trainer.of(new TinyTask(1, 6, 0))
                      .kernels(ReferenceKernels.float32())
                      .optimizer(OptimizerConfig.of(OptimizerKind.SGD).withRate(1e300))
                      .checkpoints(writer, TestModels.EVERY_STEP)
                      .run())
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("lower the learning rate")
          .hasMessageContaining("the checkpoint of step 0");
    }
    Task reloaded = new TinyTask(1, 6, 0);
    Map<String, List<Float>> start = weights(reloaded);
    ModelFolder.open(folder).loadWeights(reloaded.parameters());
    assertThat(weights(reloaded)).isEqualTo(start);
  }

  @Test
  void aFailureInAShardReachesTheCallerFromAnyThread() {
    for (int threads = 1; threads <= 2; threads++) {
      TinyTask task = new TinyTask(1, 3, 0);
      Task failing =
          new ForwardingTask(task) {
            @Override
            public ShardLoss loss(Tape tape, int step, Shard shard) {
              if (shard.index() == 1) {
                throw new IllegalStateException("shard 1 fails");
              }
              return super.loss(tape, step, shard);
            }
          };
      Trainer trainer = of(failing).threads(threads);
      assertThatThrownBy(trainer::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("shard 1 fails");
      assertThatThrownBy(trainer::run).hasMessageContaining("already run");
    }
  }

  @Test
  void refusesBadSettings() {
    Trainer trainer = of(new TinyTask(1, 3, 0));
    assertThatThrownBy(() -> trainer.epochs(0)).hasMessageContaining("epochs is 0");
    assertThatThrownBy(() -> trainer.shards(-1)).hasMessageContaining("shards is -1");
    assertThatThrownBy(() -> trainer.seconds(Double.NaN)).hasMessageContaining("seconds");
    assertThatThrownBy(() -> of(new TinyTask(1, 0, 0)).run())
        .isInstanceOf(TrainingException.class)
        .hasMessage("epoch 1 has no steps: the data is too small for one batch");
    assertThatThrownBy(() -> of(new TinyTask(1, 3, 0)).patience(2).run())
        .hasMessageContaining("held-out data");
  }

  @Test
  void eventsHaveOneLineOfJson() {
    String line = EventJson.of(new StepDone(1, 2, 3, 2, 0.5, 1.25, 0.001, 1e6)).toString();
    assertThat(line)
        .isEqualTo(
            "{\"event\":\"step\",\"epoch\":1,\"step\":2,\"steps\":3,\"globalStep\":2,\"loss\":0.5,"
                + "\"gradientNorm\":1.25,\"rate\":0.001,\"unitsPerSecond\":1000000.0}");
  }

  @Test
  void leavesNothingButTheModelsFiles() throws IOException {
    Path folder = temporary.resolve("model");
    try (ModelWriter writer = TestModels.create(folder)) {
      TestModels.trainer(TestModels.task()).checkpoints(writer, TestModels.EVERY_STEP).run();
    }
    assertThat(TestModels.content(folder))
        .containsOnlyKeys(
            "model.json",
            "vocabulary.txt",
            "weights.safetensors",
            "training/carried.safetensors",
            "training/events.jsonl",
            "training/last.safetensors",
            "training/lock",
            "training/optimizer.safetensors",
            "training/state.json");
    assertThat(temporary).isDirectoryNotContaining(path -> !path.equals(folder));
  }
}
