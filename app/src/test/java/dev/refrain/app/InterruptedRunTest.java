package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refrain.app.Refrain.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that are stopped, killed, resumed or done with other threads: the weights are the same bits.
final class InterruptedRunTest {
  private static final int LINES = 60;

  /// Dropout, carried state, momentum and a schedule: everything a checkpoint has to hold.
  private static final String[] EVERYTHING = {
    "--feed", "stream", "--dropout", "0.2", "--hidden", "6,6", "--schedule", "cosine",
    "--warm-up", "5", "--zoneout-hidden", "0.1", "--epochs", "6", "--seed", "7"
  };

  @TempDir static Path uninterrupted;
  @TempDir Path folder;
  private Path text;

  @BeforeAll
  static void trainWithoutInterruption() {
    Path text = Texts.write(uninterrupted, "text.txt", LINES);
    assertDone(Texts.training(text, uninterrupted.resolve("whole"), EVERYTHING).run());
  }

  @BeforeEach
  void write() {
    text = Texts.write(folder, "text.txt", LINES);
  }

  private Refrain training(String out, String... more) {
    var options = new java.util.ArrayList<>(List.of(EVERYTHING));
    options.addAll(List.of(more));
    return Texts.training(text, folder.resolve(out), options.toArray(String[]::new));
  }

  private static byte[] lastWeights(Path model) throws IOException {
    return Files.readAllBytes(model.resolve("training/last.safetensors"));
  }

  private Refrain resuming(String out, String... more) {
    var words = new java.util.ArrayList<>(List.of("train", "language", "--resume", "--out"));
    words.add(folder.resolve(out).toString());
    words.addAll(List.of(more));
    return Refrain.command(words.toArray(String[]::new));
  }

  private static void assertDone(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
  }

  /// The best weights and the last ones are those of the run that nobody disturbed.
  private void assertSameBits(String out) throws IOException {
    assertSameBits(out, "");
  }

  private void assertSameBits(String out, String circumstances) throws IOException {
    for (String file : List.of("weights.safetensors", "training/last.safetensors")) {
      assertThat(Files.readAllBytes(folder.resolve(out).resolve(file)))
          .as(file + " of " + out + circumstances)
          .isEqualTo(Files.readAllBytes(uninterrupted.resolve("whole").resolve(file)));
    }
  }

  @Test
  void killedRunEndsWithTheSameBits() throws IOException {
    long seed = System.nanoTime(); // another moment each time
    int epoch = 1 + new Random(seed).nextInt(5);
    try (var run = training("killed", "--checkpoint-every", "4", "--json").start()) {
      run.awaitOutput("\"epoch\":" + epoch + ",\"step\":6,");
      run.signal("KILL");
      assertThat(run.await().exitCode())
          .as("killed in epoch %d, seed %d", epoch, seed)
          .isEqualTo(128 + 9);
    }
    assertDone(resuming("killed", "--threads", "2").run());
    assertSameBits("killed", ", killed in epoch %d, seed %d".formatted(epoch, seed));
  }

  @Test
  void threadsDoNotMatterForTheBits() throws IOException {
    for (String threads : List.of("1", "2")) {
      assertDone(training(threads, "--threads", threads).run());
      assertSameBits(threads);
    }
  }

  @Test
  void interruptSavesAndSaysHowToGoOn() throws IOException {
    assumeTrue(canInterrupt(), "this process ignores SIGINT, and so do its children");
    try (var run = training("stopped", "--checkpoint-every", "9999", "--threads", "2").start()) {
      run.awaitOutput("epoch 3/6");
      run.signal("INT");
      Outcome outcome = run.await();
      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
      String command =
          "refrain train language --resume --out %s --threads 2 --checkpoint-every 9999"
              .formatted(folder.resolve("stopped"));
      assertThat(outcome.error()).endsWith("stopped and saved; to go on:  " + command);
    }
    assertDone(resuming("stopped").run());
    assertSameBits("stopped");
  }

  @Test
  void whatAResumedRunWasToldItsSuccessorIsToldToo() throws IOException {
    assertDone(Texts.training(text, folder.resolve("told")).run());
    Path moved = Files.move(text, folder.resolve("moved.txt"));
    try (var run = resuming("told", "--text", moved + "", "--epochs", "2000").start()) {
      run.awaitOutput("epoch 3/2000");
      run.signal("TERM");
      assertThat(run.await().error()).contains(" --text " + moved + " --epochs 2000");
    }
  }

  @Test
  void terminationSavesToo() throws IOException {
    try (var run = training("stopped").start()) {
      run.awaitOutput("epoch 2/6");
      run.signal("TERM");
      assertThat(run.await().exitCode()).isEqualTo(143);
    }
    assertDone(resuming("stopped").run());
    assertSameBits("stopped");
  }

  @Test
  void moreEpochsGoOnWhereTheRunEnded() {
    assertDone(Texts.training(text, folder.resolve("short")).run());
    Outcome more = resuming("short", "--epochs", "3").run();
    assertDone(more);
    assertThat(more.output()).contains("epoch 3/3").doesNotContain("epoch 2/3");
  }

  @Test
  void killedRunOfMoreEpochsRemembersHowMany() throws IOException {
    assertDone(Texts.training(text, folder.resolve("more")).run());
    try (var run =
        resuming("more", "--epochs", "2000", "--checkpoint-every", "4", "--json").start()) {
      run.awaitOutput("\"epoch\":4,");
      run.signal("KILL");
      run.await();
    }
    Outcome printed = resuming("more", "--print-config").run();
    assertDone(printed);
    assertThat(printed.output()).contains("epochs: 2000\n");
  }

  @Test
  void configurationOfTheRunIsNoChange() throws IOException {
    Path config = folder.resolve("run.yaml");
    Files.writeString(config, "clip: 1\nshards: 0\ntext: ''\noptimizer:\n  weightDecay: 0\n");
    assertDone(Texts.training(text, folder.resolve("run"), "--weight-decay", "0").run());
    assertDone(resuming("run", "--config", config.toString(), "--epochs", "3").run());
  }

  @Test
  void otherSettingsAreRefused() {
    assertDone(Texts.training(text, folder.resolve("run")).run());
    Outcome rate = resuming("run", "--rate", "0.5", "--cell", "gru", "--epochs", "9").run();
    assertThat(rate.exitCode()).isEqualTo(2);
    assertThat(rate.error())
        .contains(
            "optimizer.rate is 0.5, was 0.003", "model.recurrent.cell is \"gru\", was \"lstm\"")
        .contains("only --epochs may change")
        .doesNotContain("epochs is")
        .hasLineCount(1);
    assertDone(resuming("run", "--hidden", "6", "--epochs", "3").run());
  }

  @Test
  void otherTextIsRefused() throws IOException {
    assertDone(Texts.training(text, folder.resolve("run")).run());
    byte[] before = lastWeights(folder.resolve("run"));
    Files.writeString(text, Files.readString(text).replace("whales", "whakes"));
    Outcome changed = resuming("run", "--epochs", "3").run();
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.error())
        .contains("is not the data that this run began with")
        .hasLineCount(1);

    Files.delete(text);
    Outcome missing = resuming("run", "--epochs", "3").run();
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.error()).contains("is not there; say with --text").hasLineCount(1);
    assertThat(lastWeights(folder.resolve("run"))).isEqualTo(before);

    Path moved = Texts.write(folder, "moved.txt", 60);
    assertDone(resuming("run", "--epochs", "3", "--text", moved.toString()).run());
  }

  @Test
  void folderWithoutTrainingCannotBeResumed() throws IOException {
    Path model = Texts.model(folder);
    try (var files = Files.list(model.resolve("training"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Outcome outcome =
        Refrain.command("train", "language", "--resume", "--out", model.toString()).run();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error()).contains("cannot be resumed").hasLineCount(1);
  }

  /// A shell that starts a job in the background has it ignore SIGINT, and all its children too.
  private static boolean canInterrupt() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return true;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .noneMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }
}
