package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.app.Refrain.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs of `train translation` that are killed, stopped, resumed or done with other threads: the
/// weights are the same bits.
final class InterruptedTranslationTest {
  /// Everything that draws random numbers: masks, teacher forcing that falls, hard attention, pairs
  /// in an order of their own.
  private static final String[] EVERYTHING = {
    "--attention",
    "hard",
    "--dropout",
    "0.2",
    "--hidden",
    "6,6",
    "--teacher-forcing",
    "0.7",
    "--teacher-forcing-per",
    "step",
    "--teacher-forcing-final",
    "0.2",
    "--teacher-forcing-epochs",
    "4",
    "--schedule",
    "cosine",
    "--validation",
    "0.2",
    "--epochs",
    "6",
    "--seed",
    "7"
  };

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void trainWithoutInterruption() {
    Pairs.write(shared, "pairs.tsv");
    assertDone(training(shared.resolve("whole")).run());
  }

  private static Refrain training(Path out, String... more) {
    List<String> words = new ArrayList<>(List.of(EVERYTHING));
    words.addAll(List.of(more));
    return Pairs.training(out, learningPairs(words.toArray(String[]::new)));
  }

  private static String[] learningPairs(String... more) {
    List<String> words = new ArrayList<>(List.of("--pairs", shared.resolve("pairs.tsv") + ""));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static Refrain resuming(Path out, String... more) {
    List<String> words =
        new ArrayList<>(List.of("train", "translation", "--resume", "--out", out + ""));
    words.addAll(List.of(more));
    return Refrain.command(words.toArray(String[]::new));
  }

  private static void assertDone(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
  }

  /// The best weights and the last ones are those of the run that nobody disturbed.
  private static void assertSameBits(Path out, String circumstances) throws IOException {
    for (String file : List.of("weights.safetensors", "training/last.safetensors")) {
      assertThat(Files.readAllBytes(out.resolve(file)))
          .as(file + circumstances)
          .isEqualTo(Files.readAllBytes(shared.resolve("whole").resolve(file)));
    }
  }

  @Test
  void killedRunEndsWithTheSameBits() throws IOException {
    long seed = System.nanoTime(); // another moment each time
    int epoch = 1 + new Random(seed).nextInt(5);
    String when = ", killed in epoch %d, seed %d".formatted(epoch, seed);
    Path out = folder.resolve("killed");
    try (var run = training(out, "--checkpoint-every", "2", "--json").start()) {
      run.awaitOutput("\"epoch\":" + epoch + ",\"step\":3,");
      run.signal("KILL");
      assertThat(run.await().exitCode()).as(when).isEqualTo(128 + 9);
    }
    assertDone(resuming(out, "--threads", "1").run());
    assertSameBits(out, when);
  }

  @Test
  void threadsDoNotMatterForTheBits() throws IOException {
    Path out = folder.resolve("one");
    assertDone(training(out, "--threads", "1").run());
    assertSameBits(out, ", on one thread");
  }

  @Test
  void stoppedRunSaysHowToGoOn() throws IOException {
    Path out = folder.resolve("stopped");
    String[] options = {"--validation", "0.2", "--sample", "1", "--epochs", "2000"};
    try (var run = Pairs.training(out, learningPairs(options)).start()) {
      run.awaitOutput("epoch 2/2000");
      run.signal("TERM");
      Outcome outcome = run.await();
      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(143);
      assertThat(outcome.error())
          .endsWith(
              "to go on:  refrain train translation --resume --out %s --sample 1".formatted(out));
    }
    assertDone(resuming(out, "--print-config").run());
  }

  @Test
  void otherPairsAndOtherSettingsAreRefused() throws IOException {
    Path pairs = Pairs.write(folder, "mine.tsv");
    Path out = folder.resolve("run");
    assertDone(Pairs.training(out, "--pairs", pairs + "", "--validation", "0.2").run());

    Outcome settings = resuming(out, "--cell", "lstm", "--swap", "--epochs", "3").run();
    assertThat(settings.exitCode()).as(settings.toString()).isEqualTo(2);
    assertThat(settings.error())
        .contains("model.encoder.cell is \"lstm\", was \"gru\"", "swap is true, was false")
        .hasLineCount(1);

    Path moved = Files.move(pairs, folder.resolve("moved.tsv"));
    Outcome missing = resuming(out, "--epochs", "3").run();
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.error()).contains("is not there; say with --pairs").hasLineCount(1);
    assertDone(resuming(out, "--epochs", "3", "--pairs", moved + "").run());

    Files.writeString(moved, Files.readString(moved).replace("cat", "cats"));
    Outcome changed = resuming(out, "--epochs", "4", "--pairs", moved + "").run();
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.error())
        .contains("moved.tsv is not the data that this run began with", "with --pairs")
        .hasLineCount(1);
  }
}
