package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.app.Refrain.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `refrain search`, from the space file to the model.
final class SearchTest {
  private static final String SPACE =
      """
      epochs: 2
      search:
        space:
          layers: {integer: [1, 2]}
          units: {integer: [4, 9]}
          optimizer.rate: {real: [0.001, 0.1], scale: log}
          recurrent.cell: {choice: [elman, gru]}
          recurrent.dropout: {real: [0, 0.5], when: layers > 1}
        strategy: {kind: refine, rounds: 2, trials: 3}
        pruning: {kind: median, startup: 1}
        budget: {steps: 10}
      """;

  @TempDir Path folder;
  private Path text;
  private Path space;

  @BeforeEach
  void write() throws IOException {
    text = Texts.write(folder, "text.txt", 60);
    space = Files.writeString(folder.resolve("space.yaml"), SPACE);
  }

  private Refrain searching(Path file, String study, String... more) {
    List<String> words =
        new ArrayList<>(List.of("search", "language", file.toString(), "--text", text.toString()));
    words.addAll(List.of("--batch", "4", "--length", "12", "--threads", "1"));
    words.addAll(List.of("--study", folder.resolve(study).toString()));
    words.addAll(List.of(more));
    return Refrain.command(words.toArray(String[]::new)).in(folder);
  }

  private Refrain resuming(String study, String... more) {
    List<String> words = new ArrayList<>(List.of("search", "language", "--resume", "--study"));
    words.add(folder.resolve(study).toString());
    words.addAll(List.of("--threads", "1"));
    words.addAll(List.of(more));
    return Refrain.command(words.toArray(String[]::new)).in(folder);
  }

  private static Outcome done(Refrain refrain) {
    Outcome outcome = refrain.run();
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return outcome;
  }

  /// The lines of the final table, without the time that each trial took.
  private static List<String> table(Outcome outcome) {
    return outcome
        .output()
        .lines()
        .filter(line -> line.matches(" *\\d+ .*(complete|pruned|failed).*"))
        .map(line -> line.replaceFirst("\\S+$", "").strip())
        .toList();
  }

  @Test
  void searchEndsWithATableAModelAndACommandThatMakesTheSame() throws IOException {
    Outcome outcome = done(searching(space, "study", "--out", folder.resolve("best") + ""));
    assertThat(table(outcome)).hasSize(6);
    assertThat(outcome.output()).contains("round 2: layers ", "Best: trial ");
    String command =
        outcome
            .output()
            .lines()
            .filter(line -> line.startsWith("To train it to the end:"))
            .findFirst()
            .orElseThrow()
            .replaceFirst(".*refrain ", "")
            .replace("MODEL", folder.resolve("again").toString());
    assertThat(command).contains(" --hidden ", " --rate ", " --cell ").doesNotContain("--config");
    done(Refrain.command(command.split(" ")).in(folder));
    assertThat(Files.readAllBytes(folder.resolve("again/weights.safetensors")))
        .isEqualTo(Files.readAllBytes(folder.resolve("best/weights.safetensors")));
  }

  @Test
  void killedSearchGoesOnToTheSameTable() throws IOException {
    List<String> whole = table(done(searching(space, "whole")));
    try (var run = searching(space, "killed", "--json").start()) {
      run.awaitOutput("\"event\":\"started\",\"trial\":5,");
      run.signal("KILL");
      assertThat(run.await().exitCode()).isEqualTo(128 + 9);
    }
    Outcome resumed = done(resuming("killed"));
    assertThat(table(resumed)).isEqualTo(whole);
    assertThat(resumed.output()).contains("going on behind 4 trials");

    done(resuming("killed", "--epochs", "1", "--out", folder.resolve("best") + ""));
    assertThat(folder.resolve("best/model.json")).exists();
    Outcome changed = resuming("killed", "--cell", "gru").run();
    assertThat(changed.exitCode()).isEqualTo(2);
    Outcome rate = resuming("killed", "--clip", "9").run();
    assertThat(rate.exitCode()).isEqualTo(2);
    assertThat(rate.error())
        .contains("clip is 9.0, was not set", "a resumed search keeps its settings");
  }

  @Test
  void interruptSaysHowToGoOn() {
    try (var run = searching(space, "stopped", "--json").start()) {
      run.awaitOutput("\"event\":\"started\",\"trial\":2,");
      run.signal("TERM");
      Outcome outcome = run.await();
      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(143);
      assertThat(outcome.output())
          .contains("search language --resume --study " + folder.resolve("stopped"));
    }
    assertThat(table(done(resuming("stopped")))).hasSize(6);
  }

  @Test
  void failedTrialIsRecordedAndEndsNothing() throws IOException {
    Path wild =
        Files.writeString(
            folder.resolve("wild.yaml"),
            """
            optimizer: {kind: sgd}
            clip: 0
            search:
              space:
                optimizer.rate: {choice: [0.01, 1.0e+30]}
              strategy: {kind: grid}
              budget: {epochs: 1}
            """);
    Outcome outcome = done(searching(wild, "wild"));
    assertThat(table(outcome)).hasSize(2).element(1).asString().contains("failed");
    assertThat(Files.readString(folder.resolve("wild/trials.jsonl")))
        .contains("\"state\":\"failed\"", "\"reason\":");
  }

  @Test
  void listOfTopologiesWithSeedsSideBySide() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("list.yaml"),
            """
            search:
              space:
                layers: {integer: [1, 25]}
                units: {integer: [3, 250]}
                seed: {choice: [1, 2]}
              strategy: {kind: list, points: [{layers: 2, units: 5}, {layers: 1, units: 7}]}
              budget: {steps: 5}
              measure: training-loss
            """);
    int processors = Runtime.getRuntime().availableProcessors();
    String parallel = Integer.toString(Math.min(2, processors));
    Outcome outcome = done(searching(list, "list", "--parallel", parallel, "--json"));
    assertThat(outcome.output().lines().filter(line -> line.contains("\"state\":\"complete\"")))
        .hasSize(4);
    assertThat(outcome.output())
        .contains("{\"layers\":2,\"units\":5,\"seed\":1}", "\"event\":\"best\"");

    Outcome many = searching(list, "many", "--parallel", "" + (processors + 1)).run();
    assertThat(many.exitCode()).isEqualTo(2);
    assertThat(many.error()).contains("lower --parallel or --threads");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          layers: {integer: [5, 1]}                       | line 4 | layers: the range from 5 to 1 is empty
          depth: {integer: [1, 5]}                        | line 4 | there is no key 'depth'
          optimizer.rat: {real: [0.1, 1]}                 | line 4 | rate
          optimizer: {real: [0.1, 1]}                     | line 4 | is a section
          optimizer.rate: {real: [0, 1], scale: log}      | line 4 | begins above 0
          clip: {real: [0, 1]}                            | line 4 | is also set to 2
          recurrent.cell: {choice: [lstm, gruu]}          | line 4 | there is no cell 'gruu'
          recurrent.dropout: {real: [0, 1], when: x > 1}  | line 4 | neither searched above it nor set
          """)
  void wrongSpaceIsAnErrorWithItsLine(String dimension, String line, String what)
      throws IOException {
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            "clip: 2\nsearch:\n  space:\n    %s\n  budget: {steps: 5}\n".formatted(dimension));
    assertWrong(wrong, line, what);
  }

  @Test
  void wrongStrategyIsAnErrorWithItsLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            """
            search:
              space:
                layers: {integer: [1, 2]}
              budget: {steps: 5}
              strategy: {kind: tep}
            """);
    assertWrong(file, "line 5", "random, grid, list, sobol, tpe, refine");
  }

  private void assertWrong(Path file, String line, String what) {
    Outcome outcome = searching(file, "wrong").run();
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.error()).contains(file + ", " + line + ": ", what).hasLineCount(1);
    assertThat(folder.resolve("wrong")).doesNotExist();
  }
}
