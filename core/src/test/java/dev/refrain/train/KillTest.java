package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.ChildJvm;
import dev.refrain.tensor.Rng;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that trains is killed (SIGKILL) at random moments, in steps and within saves, and
/// resumed each time, on one thread and on two in turn. What it ends with are the bits of a run
/// that was let alone.
final class KillTest {
  private static final int KILLS = 8;
  private static final int LONGEST_LIFE = 700;

  @TempDir Path temporary;

  @Test
  @Timeout(300)
  void endsWithTheSameBitsHoweverOftenItWasKilled() throws IOException, InterruptedException {
    Path whole = temporary.resolve("whole");
    try (ModelWriter writer = TestModels.create(whole)) {
      TrainingProcess.trainer(TrainingProcess.task())
          .checkpoints(writer, TestModels.EPOCHS_ONLY)
          .run();
    }
    long seed = System.nanoTime(); // moments cannot be repeated anyway
    Rng rng = Rng.seeded(seed);
    Path folder = temporary.resolve("killed");
    int killed = 0;
    int threads = 1;
    while (killed < KILLS) {
      Process process = ChildJvm.start(TrainingProcess.command(folder, threads));
      awaitRunning(process);
      if (process.waitFor(rng.nextInt(LONGEST_LIFE), TimeUnit.MILLISECONDS)) {
        assertThat(process.exitValue()).as(ChildJvm.output(process)).isZero();
        break;
      }
      process.toHandle().destroyForcibly();
      process.waitFor();
      killed++;
      threads = 3 - threads;
    }
    assertThat(killed).as("kills before the run was done").isPositive();
    Process last = ChildJvm.start(TrainingProcess.command(folder, threads));
    String output = ChildJvm.output(last);
    assertThat(last.waitFor()).as(output).isZero();
    Map<String, String> bits = TestModels.bits(folder);
    assertThat(bits).as("after %d kills, seed %d", killed, seed).isEqualTo(TestModels.bits(whole));
  }

  private static void awaitRunning(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    assertThat(line).isEqualTo(TrainingProcess.RUNNING);
  }
}
