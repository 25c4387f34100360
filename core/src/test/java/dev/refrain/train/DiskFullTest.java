package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.ChildJvm;
import dev.refrain.train.TrainEvent.StepDone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A write that the system refuses in the middle of a save. Filling a disk takes rights that a test
/// does not have, so the process gets a limit on the size of files (`ulimit -f`), which its largest
/// file exceeds: the same failure of the same call, with another number.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no ulimit")
final class DiskFullTest {
  private static final int STOPPED_AT = 3;

  /// In kilobytes: more than the weights, less than the optimizer's state.
  private static final int LIMIT = 3;

  @TempDir Path temporary;

  @Test
  @Timeout(120)
  void leavesTheOldCheckpointAndSaysSo() throws IOException, InterruptedException {
    Path folder = temporary.resolve("model");
    trainSomeSteps(folder);
    assertThat(folder.resolve(ModelFiles.LAST_WEIGHTS).toFile().length()).isLessThan(1024 * LIMIT);
    assertThat(folder.resolve(ModelFiles.OPTIMIZER).toFile().length()).isGreaterThan(1024 * LIMIT);
    Map<String, String> before = TestModels.bits(folder);

    Process starved = ChildJvm.start(limited(TrainingProcess.command(folder, 1)));
    String output = ChildJvm.output(starved);
    assertThat(starved.waitFor()).as(output).isEqualTo(1);
    assertThat(output)
        .contains("the state of step 4 could not be saved (File too large)")
        .contains("the checkpoint of step 3 is intact")
        .doesNotContain("Exception");
    assertThat(TestModels.bits(folder)).isEqualTo(before);
    assertThat(folder.resolve("training/saving")).doesNotExist();

    Process resumed = ChildJvm.start(TrainingProcess.command(folder, 1));
    String rest = ChildJvm.output(resumed);
    assertThat(resumed.waitFor()).as(rest).isZero();
    Path whole = temporary.resolve("whole");
    try (ModelWriter writer = TestModels.create(whole)) {
      TrainingProcess.trainer(TrainingProcess.task())
          .checkpoints(writer, TestModels.EPOCHS_ONLY)
          .run();
    }
    assertThat(TestModels.bits(folder)).isEqualTo(TestModels.bits(whole));
  }

  @Test
  @Timeout(120)
  void aNewModelThatCannotBeSavedLeavesTheOldOne() throws IOException, InterruptedException {
    Path folder = temporary.resolve("new");
    Process starved = ChildJvm.start(limited(TrainingProcess.command(folder, 1)));
    String output = ChildJvm.output(starved);
    assertThat(starved.waitFor()).as(output).isEqualTo(1);
    assertThat(output).contains("what was there before is intact").doesNotContain("Exception");
    assertThat(TestModels.content(folder)).containsOnlyKeys("training/lock");
  }

  private static void trainSomeSteps(Path folder) throws IOException {
    try (ModelWriter writer = TestModels.create(folder)) {
      Trainer trainer =
          TrainingProcess.trainer(TrainingProcess.task())
              .checkpoints(writer, TestModels.EPOCHS_ONLY);
      trainer
          .listener(
              event -> {
                if (event instanceof StepDone step && step.globalStep() == STOPPED_AT) {
                  trainer.requestStop();
                }
              })
          .run();
    }
  }

  private static List<String> limited(List<String> command) {
    List<String> limited = new ArrayList<>();
    limited.addAll(List.of("bash", "-c", "ulimit -f " + LIMIT + " && exec \"$0\" \"$@\""));
    limited.addAll(command);
    return limited;
  }
}
