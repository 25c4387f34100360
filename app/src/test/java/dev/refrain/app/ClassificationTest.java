package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.refrain.app.Refrain.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `train classification`, `predict` and `evaluate`, as a user meets them.
final class ClassificationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static Outcome done(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return outcome;
  }

  private static void assertFails(int code, Outcome outcome, String... parts) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(code);
    assertThat(outcome.error()).startsWith("refrain ").contains(parts);
    assertThat(outcome.error()).hasLineCount(1).doesNotContain("Exception");
  }

  private Path file(String name, List<String> lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  /// Texts of one class: a word that decides, among others.
  private Path texts(String name, String... deciding) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String thing : List.of("film", "story", "plot", "ending", "cast")) {
      for (String word : deciding) {
        lines.add("a truly " + word + " " + thing);
        lines.add("the " + thing + " is " + word);
      }
    }
    return file(name, lines);
  }

  private Refrain refrain(String... words) {
    return Refrain.command(words).in(folder);
  }

  @Test
  void learnsTextsAndUsesWhatItLearned() throws IOException {
    texts("good.txt", "moving", "funny");
    texts("bad.txt", "dull", "empty");
    Outcome trained =
        done(
            refrain(
                    ("train classification --class good=good.txt bad=bad.txt --validation 0.2"
                            + " --embedding 8 --hidden 8 --bidirectional --epochs 12 --rate 0.02"
                            + " --batch 8 --shards 2 --held-out held.tsv --out m")
                        .split(" "))
                .run());
    assertThat(trained.output())
        .startsWith("good.txt, bad.txt: 32 items to learn from, 8 held out\n")
        .contains("2 classes: bad 16, good 16\n", "accuracy 100.00 %", "refrain predict m");

    Outcome predicted =
        done(refrain("predict", "m").reading("a moving plot\n\nthe cast is dull\n").run());
    List<String> lines = predicted.output().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("good");
    assertThat(lines.get(2)).isEqualTo("bad");

    Outcome shown = done(refrain("predict", "m", "--text", "a dull plot", "--probabilities").run());
    assertThat(shown.output()).matches("bad\tbad=0\\.\\d{4}\tgood=0\\.\\d{4}\n");
    JsonNode json =
        JSON.readTree(
            done(refrain("predict", "m", "--text", "a dull plot", "--attention", "--json").run())
                .output());
    assertThat(json.path("label").asText()).isEqualTo("bad");
    assertThat(json.path("attention").size()).isEqualTo(3);
    assertThat(json.path("attention").path(1).path("step").asText()).isEqualTo("dull");

    Outcome evaluated = done(refrain("evaluate", "m", "--data", "held.tsv").run());
    assertThat(evaluated.output())
        .startsWith("8 items: accuracy 100.00 %, macro F1 1.0000")
        .contains("class   precision  recall      F1   items\n")
        .contains("bad        1.0000  1.0000  1.0000       4\n")
        .contains("bad          4       0\n", "good         0       4\n");
    JsonNode report =
        JSON.readTree(
            done(refrain("evaluate", "m", "--data", "held.tsv", "--json").run()).output());
    assertThat(report.path("accuracy").asDouble()).isEqualTo(1);
    assertThat(report.path("confusion").toString()).isEqualTo("[[4,0],[0,4]]");

    file("odd.tsv", List.of("text\tlabel", "a plot\tgood", "a plot\tso so"));
    assertFails(
        1,
        refrain("evaluate", "m", "--data", "odd.tsv").run(),
        "odd.tsv, line 3 has the label 'so so', which is none that was learned; those are bad,"
            + " good");
    assertFails(2, refrain("evaluate", "m").run(), "--data is missing");
    assertFails(2, refrain("predict", "m", "--series", "x.csv").run(), "m reads texts");
  }

  @Test
  void learnsSeriesOfALongTable() throws IOException {
    List<String> rows = new ArrayList<>(List.of("walk,time,person,height,width,label"));
    for (int walk = 0; walk < 24; walk++) {
      boolean up = walk % 2 == 0;
      for (int t = 0; t < 5; t++) {
        rows.add(
            "%d,%d,p%d,%d,%d,%s"
                .formatted(walk, t, walk % 4, up ? t : -t, walk % 3, up ? "up" : "down"));
      }
    }
    file("walks.csv", rows);
    Outcome trained =
        done(
            refrain(
                    ("train classification --series walks.csv --id-column walk --time-column time"
                            + " --group-column person --validation-groups p2,p3 --hidden 6"
                            + " --epochs 20 --rate 0.03 --batch 4 --shards 1 --out m")
                        .split(" "))
                .run());
    assertThat(trained.output())
        .startsWith("walks.csv: 12 items to learn from, 12 held out\n")
        .contains("accuracy 100.00 %");
    assertThat(done(refrain("predict", "m").reading("0 1 1 1 2 1\n0,1,-1,1,-2,1\n").run()).output())
        .isEqualTo("up\ndown\n");
    assertThat(
            done(refrain(
                        "predict m --series walks.csv --id-column walk --time-column time --json"
                            .split(" "))
                    .run())
                .output()
                .lines())
        .hasSize(24)
        .allMatch(line -> line.startsWith("{\"label\":"));
    assertThat(
            done(refrain(
                        "evaluate m --series walks.csv --id-column walk --time-column time"
                            .split(" "))
                    .run())
                .output())
        .startsWith("24 items: accuracy 100.00 %");
    assertFails(
        1,
        refrain("predict", "m").reading("0 1 1 1\n0 1 2\n").run(),
        "standard input, line 2 has 3 numbers, which is no multiple of the model's 2 features");
    assertFails(
        1,
        refrain("predict", "m").reading("0 1 1 x\n").run(),
        "standard input, line 1 has 'x' where a number must stand");
    assertFails(
        1,
        refrain(
                ("train classification --series walks.csv --id-column walk --label-column action"
                        + " --out n")
                    .split(" "))
            .run(),
        "walks.csv has no column 'action'; its columns are walk, time, person, height");
    file("ragged.csv", List.of("a,b,label", "1,2,up", "1,2,3,down"));
    assertFails(
        1,
        refrain("train classification --series ragged.csv --out n".split(" ")).run(),
        "ragged.csv, line 3 has 4 columns; the header has 3");
  }
}
