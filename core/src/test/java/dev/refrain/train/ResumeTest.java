package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.train.TrainEvent.StepDone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that is stopped and resumed ends with the same bits as one that is not.
final class ResumeTest {
  @TempDir Path temporary;
  private Map<String, String> uninterrupted;

  @BeforeEach
  void runUninterrupted() throws IOException {
    Path folder = temporary.resolve("whole");
    try (ModelWriter writer = TestModels.create(folder)) {
      TestModels.trainer(TestModels.task()).checkpoints(writer, TestModels.EPOCHS_ONLY).run();
    }
    uninterrupted = TestModels.bits(folder);
    assertThat(uninterrupted.get(ModelFiles.LAST_WEIGHTS))
        .as("the best weights are not the last")
        .isNotEqualTo(uninterrupted.get(ModelFiles.WEIGHTS));
    JsonNode state = JsonFields.read(folder.resolve(ModelFiles.STATE)).node();
    assertThat(state.get("schedule").get("factor").doubleValue()).isBetween(0.01, 0.5);
  }

  /// Stops after each step of the run in turn, then goes on in a new process's stead: a new task,
  /// a new trainer.
  @Test
  void endsWithTheSameBitsWhereverItWasStopped() throws IOException {
    for (int stop = 0; stop < TestModels.EPOCHS * TestModels.STEPS; stop++) {
      Path folder = temporary.resolve("stopped" + stop);
      TrainResult first;
      try (ModelWriter writer = TestModels.create(folder)) {
        first = stopAfter(stop, writer);
      }
      assertThat(first.reason()).isEqualTo(StopReason.REQUESTED);
      assertThat(first.interrupted()).isTrue();
      assertThat(first.steps()).isEqualTo(stop);
      resume(folder);
      assertThat(TestModels.bits(folder))
          .as("stopped after step %d", stop)
          .isEqualTo(uninterrupted);
    }
  }

  /// One step at a time, each by a new trainer.
  @Test
  void endsWithTheSameBitsWhenStoppedAfterEveryStep() throws IOException {
    Path folder = temporary.resolve("crawl");
    try (ModelWriter writer = TestModels.create(folder)) {
      stopAfter(0, writer);
    }
    TrainResult result = null;
    int runs = 0;
    while (result == null || result.interrupted()) {
      try (ModelWriter writer = ModelWriter.resume(folder)) {
        result = stopAfter(1, writer);
      }
      assertThat(++runs).isLessThan(100);
    }
    assertThat(TestModels.bits(folder)).isEqualTo(uninterrupted);
  }

  /// A validation that is done is not done again.
  @Test
  void endsWithTheSameBitsWhenStoppedAfterValidations() throws IOException {
    Path folder = temporary.resolve("validated");
    TrainResult result = null;
    int runs = 0;
    while (result == null || result.interrupted()) {
      try (ModelWriter writer =
          result == null ? TestModels.create(folder) : ModelWriter.resume(folder)) {
        Trainer trainer =
            TestModels.trainer(TestModels.task()).checkpoints(writer, TestModels.EPOCHS_ONLY);
        result =
            trainer
                .listener(
                    event -> {
                      if (event instanceof TrainEvent.Validated) {
                        trainer.requestStop();
                      }
                    })
                .run();
      }
      assertThat(++runs).isLessThan(100);
    }
    assertThat(runs).isGreaterThan(TestModels.EPOCHS);
    assertThat(TestModels.bits(folder)).isEqualTo(uninterrupted);
  }

  private static TrainResult stopAfter(int steps, ModelWriter writer) {
    Trainer trainer =
        TestModels.trainer(TestModels.task()).checkpoints(writer, TestModels.EPOCHS_ONLY);
    int[] taken = {0};
    if (steps == 0) {
      trainer.requestStop();
    }
    return trainer
        .listener(
            event -> {
              if (event instanceof StepDone && ++taken[0] == steps) {
                trainer.requestStop();
              }
            })
        .run();
  }

  private static TrainResult resume(Path folder) throws IOException {
    try (ModelWriter writer = ModelWriter.resume(folder)) {
      return TestModels.trainer(TestModels.task())
          .checkpoints(writer, TestModels.EPOCHS_ONLY)
          .run();
    }
  }

  @Test
  void checkpointsDoNotChangeTheBits() throws IOException {
    Path folder = temporary.resolve("often");
    try (ModelWriter writer = TestModels.create(folder)) {
      TestModels.trainer(TestModels.task()).checkpoints(writer, TestModels.EVERY_STEP).run();
    }
    assertThat(TestModels.bits(folder)).isEqualTo(uninterrupted);
  }

  @Test
  void goesOnWithMoreEpochsAsIfTheyHadBeenAskedForAtFirst() throws IOException {
    Path folder = temporary.resolve("short");
    try (ModelWriter writer = TestModels.create(folder)) {
      TestModels.trainer(TestModels.task())
          .epochs(1)
          .checkpoints(writer, TestModels.EPOCHS_ONLY)
          .run();
    }
    TrainResult result = resume(folder);
    assertThat(result.reason()).isEqualTo(StopReason.EPOCHS);
    assertThat(result.steps()).isEqualTo((long) TestModels.EPOCHS * TestModels.STEPS);
    assertThat(TestModels.bits(folder)).isEqualTo(uninterrupted);
  }

  @Test
  void savesAnotherExtraWithTheNextCheckpoint() throws IOException {
    Path folder = temporary.resolve("extra");
    try (ModelWriter writer = TestModels.create(folder)) {
      stopAfter(2, writer);
    }
    JsonNode extra = JsonFields.MAPPER.readTree("{\"epochs\":7}");
    try (ModelWriter writer = ModelWriter.resume(folder)) {
      writer.updateExtra(extra);
      assertThat(ModelFolder.open(folder).manifest().extra()).isEmpty();
      stopAfter(1, writer);
      assertThat(writer.manifest().extra()).isEqualTo(extra);
    }
    assertThat(ModelFolder.open(folder).manifest().extra()).isEqualTo(extra);
    resume(folder);
    assertThat(ModelFolder.open(folder).manifest().extra()).isEqualTo(extra);
  }

  @Test
  void keepsTheLogOfEventsConsistent() throws IOException {
    Path folder = temporary.resolve("logged");
    try (ModelWriter writer = TestModels.create(folder)) {
      stopAfter(7, writer);
    }
    Path log = folder.resolve(ModelFiles.EVENTS);
    Files.writeString(log, Files.readString(log) + "{\"event\":\"past the checkpoint");
    resume(folder);
    List<String> events = new ArrayList<>();
    int epochs = 0;
    int validations = 0;
    for (String line : Files.readAllLines(log)) {
      JsonNode event = JsonFields.MAPPER.readTree(line);
      events.add(event.get("event").textValue());
      epochs += event.get("event").textValue().equals("epoch") ? 1 : 0;
      validations += event.get("event").textValue().equals("validated") ? 1 : 0;
    }
    assertThat(events).startsWith("checkpoint", "started").endsWith("checkpoint", "finished");
    assertThat(events).containsOnlyOnce("finished", "step"); // the tenth of 15
    assertThat(epochs).isEqualTo(TestModels.EPOCHS);
    assertThat(validations).isEqualTo(9); // steps 2 4 5, 6 8 10, 12 14 15
  }

  @Test
  void logsNumbersWhenOnlyTheEndOfAnEpochWasLeft() throws IOException {
    Path folder = temporary.resolve("logged");
    try (ModelWriter writer = TestModels.create(folder)) {
      stopAfter(TestModels.STEPS, writer);
    }
    resume(folder);
    List<String> epochs =
        Files.readAllLines(folder.resolve(ModelFiles.EVENTS)).stream()
            .filter(line -> line.contains("\"event\":\"epoch\""))
            .toList();
    assertThat(epochs).hasSize(TestModels.EPOCHS).noneMatch(line -> line.contains("NaN"));
    assertThat(epochs.getFirst()).contains("\"unitsPerSecond\":0.0");
  }

  @Test
  void resumedRunOfAFinishedOneEndsAtOnce() throws IOException {
    Path folder = temporary.resolve("whole");
    TrainResult result = resume(folder);
    assertThat(result.reason()).isEqualTo(StopReason.EPOCHS);
    assertThat(TestModels.bits(folder)).isEqualTo(uninterrupted);
  }

  @Test
  void leavesTheBestWeightsInTheTask() throws IOException {
    Path folder = temporary.resolve("whole");
    TinyTask task = TestModels.task();
    try (ModelWriter writer = ModelWriter.resume(folder)) {
      TestModels.trainer(task).checkpoints(writer, TestModels.EPOCHS_ONLY).run();
    }
    TinyTask loaded = TestModels.task();
    ModelFolder.open(folder).loadWeights(loaded.parameters());
    task.parameters()
        .byName()
        .forEach(
            (name, tensor) ->
                assertThat(loaded.parameters().byName().get(name).toArray())
                    .containsExactly(tensor.toArray()));
  }

  @Test
  void refusesToResumeAsAnotherRun() throws IOException {
    Path folder = temporary.resolve("whole");
    refused(
        folder,
        TestModels.trainer(TestModels.task()).shards(3),
        "number of shards is 2, the run asks for 3");
    refused(folder, TestModels.trainer(TestModels.task()).seed(1), "seed is 42");
    refused(
        folder,
        TestModels.trainer(TestModels.task()).optimizer(OptimizerConfig.of(OptimizerKind.SGD)),
        "optimizer adamw, the run asks for sgd");
    Path stopped = temporary.resolve("stopped");
    try (ModelWriter writer = TestModels.create(stopped)) {
      stopAfter(2, writer);
    }
    refused(
        stopped,
        TestModels.trainer(new TinyTask(TestModels.SEED, TestModels.STEPS + 1, 2)),
        "its epoch had 5 steps, now it has 6");
  }

  private static void refused(Path folder, Trainer trainer, String why) throws IOException {
    Map<String, String> before = TestModels.bits(folder);
    try (ModelWriter writer = ModelWriter.resume(folder)) {
      assertThatThrownBy(() -> trainer.checkpoints(writer, TestModels.EPOCHS_ONLY).run())
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining(why);
    }
    assertThat(TestModels.bits(folder)).isEqualTo(before);
  }
}
