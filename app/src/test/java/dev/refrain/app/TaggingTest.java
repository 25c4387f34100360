package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.app.Refrain.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tagging from the command line: learn, measure, tag, look at the words.
final class TaggingTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path train;
  private static Path model;
  private static Outcome training;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> names = List.of("Ada", "Kurt", "Emmy", "Alan", "Grace", "Sofia");
    List<String> towns = List.of("Vienna", "London", "Paris");
    for (int i = 0; i < 36; i++) {
      String name = names.get(i % names.size());
      String town = towns.get(i % towns.size());
      text.append(name).append("\tB-person\n");
      text.append(i % 2 == 0 ? "lives\tO\nin\tO\n" : "went\tO\nto\tO\n");
      text.append(i % 4 == 0 ? "New\tB-town\nTown\tI-town\n" : town + "\tB-town\n");
      text.append(".\tO\n \t\n");
    }
    train = Files.writeString(shared.resolve("train.conll"), text);
    Path vectors =
        Files.writeString(
            shared.resolve("vectors.txt"),
            "3 6\nvienna 1 2 3 4 5 6\nlondon 1 2 3 4 5 5\nno 1 1 1 1 1 1\n");
    model = shared.resolve("names");
    training =
        Refrain.command(
                ("train tagging --train %s --validation %s --test %s --vectors %s --embedding 6"
                        + " --character-embedding 5 --character-hidden 6 --hidden 10 --epochs 12"
                        + " --rate 0.02 --batch 6 --learn-scheme iobes --shards 2 --out %s")
                    .formatted(train, train, train, vectors, model)
                    .split(" "))
            .run();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
  }

  private static Outcome run(String command) {
    return Refrain.command(command.split(" ")).run();
  }

  /// Within this process: a dozen others would take too long.
  private static void assertFails(int code, String command, String... parts) {
    var error = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    int found;
    try {
      found = Main.run(command.split(" "));
    } finally {
      System.setErr(before);
    }
    String text = error.toString(StandardCharsets.UTF_8);
    assertThat(found).as(text).isEqualTo(code);
    assertThat(text).startsWith("refrain").contains(parts).hasLineCount(1);
    assertThat(text).doesNotContain("Exception", "\tat ");
  }

  @Test
  void trainingTellsOfTheDataAndMeasuresOnTheTest() {
    assertThat(training.exitCode()).as(training.toString()).isZero();
    assertThat(training.output())
        .contains(
            "train.conll: 36 sentences to learn from, 36 held out",
            "tags: iob2, learned as iobes: O B-person I-person E-person S-person B-town",
            "3 vectors of 6 numbers; 2 of",
            "validation F1 ",
            "(best)",
            "Best validation F1 100.00 %",
            "there",
            "surface forms");
  }

  @Test
  void evaluateCountsEntitiesAndWritesColumns() throws IOException {
    Path out = folder.resolve("tagged.conll");
    Outcome outcome = run("evaluate %s --data %s --json --out %s".formatted(model, train, out));
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.output())
        .contains("\"f1\":1.0", "\"there\":72", "\"types\":{\"person\":{", "\"surfaceForms\":{");
    assertThat(Files.readAllLines(out)).startsWith("Ada\tB-person\tB-person", "lives\tO\tO");
  }

  @Test
  void predictTagsLinesAndColumns() {
    Outcome lines =
        Refrain.command("predict", model + "").reading("Kurt went to New Town .\n\nAda .\n").run();
    assertThat(lines.output().lines())
        .startsWith("Kurt\tB-person", "went\tO", "to\tO", "New\tB-town", "Town\tI-town", ".\tO", "")
        .endsWith("", "", "Ada\tB-person", ".\tO", "");
    assertThat(lines.error()).contains("3 sentences in ");
    Outcome columns =
        Refrain.command("predict", model + "", "--columns", "--json", "--probabilities")
            .reading("Kurt X\nlives Y\nin Z\nNew -\nTown -\n\n\n")
            .run();
    assertThat(columns.output())
        .contains(
            "\"words\":[\"Kurt\",\"lives\",\"in\",\"New\",\"Town\"]",
            "{\"type\":\"town\",\"text\":\"New Town\",\"from\":3,\"to\":5}",
            "\"probabilities\":[0.")
        .hasLineCount(1);
  }

  @Test
  void inspectLooksAtTheWords() throws IOException {
    Outcome nearest = run("inspect %s --neighbours vienna --count 2".formatted(model));
    assertThat(nearest.output().lines()).hasSize(2).first().asString().endsWith("london");
    Path vectors = folder.resolve("names.vec");
    Outcome export =
        run(
            "inspect %s --analogy vienna,london,paris --json --export-vectors %s"
                .formatted(model, vectors));
    assertThat(export.output()).startsWith("{\"neighbours\":[{\"word\":").hasLineCount(1);
    assertThat(Files.readAllLines(vectors)).hasSize(17).first().isEqualTo("16 6");
  }

  @Test
  void whatInspectCannotDoIsSaid() {
    assertFails(
        1, "inspect %s --neighbours Vienna".formatted(model), "no vector for 'Vienna'", "'vienna'");
    assertFails(2, "inspect %s".formatted(model), "say what to look at");
    assertFails(2, "inspect %s --analogy a,b".formatted(model), "it needs three");
    assertFails(2, "inspect %s --target --neighbours a".formatted(model), "it is for translation");
  }

  @Test
  void badInputIsNamed() throws IOException {
    Path broken = file("broken.conll", "a\tB-x\nb\tO\n\nc\tO\nd\tI-x\n");
    List<String[]> cases = new ArrayList<>();
    cases.add(
        new String[] {
          "--train " + broken, "broken.conll, line 5 has I-x after O, which iob2 does not allow"
        });
    cases.add(
        new String[] {
          "--tag-column 3 --train " + broken, "line 1 has 2 columns (1: 'a', 2: 'B-x')"
        });
    cases.add(
        new String[] {
          "--train " + train + " --validation " + file("dev.conll", "a\tO\nb\tB-planet\n"),
          "dev.conll, line 2 has the tag 'B-planet', which the training data do not have"
        });
    cases.add(
        new String[] {
          "--train " + train + " --vectors " + file("ragged.txt", "a 1 2 3\nb 1 2\n"),
          "ragged.txt, line 2 has 2 numbers"
        });
    cases.add(
        new String[] {
          "--train " + train + " --vectors " + file("narrow.txt", "a 1 2 3\n"),
          "have 3 numbers, the model's embedding has 100; make it 3 with --embedding"
        });
    cases.add(new String[] {"--train " + file("empty.conll", "\n \n"), "empty.conll has no"});
    for (String[] each : cases) {
      assertFails(1, "train tagging --out %s %s".formatted(folder.resolve("m"), each[0]), each[1]);
    }
    assertThat(folder.resolve("m")).doesNotExist();
    assertFails(
        1,
        "evaluate %s --data %s".formatted(model, file("t.conll", "a\tO\nb\tB-planet\n")),
        "t.conll, line 2 has the tag 'B-planet'",
        "--unseen-tags");
    Outcome tolerant =
        run("evaluate %s --unseen-tags --data %s".formatted(model, folder.resolve("t.conll")));
    assertThat(tolerant.output()).containsPattern("planet +0.00 +0.00 +0.00 +1 +0 +0");
  }

  @Test
  void brokenTagsAreRepairedOnRequestAndARunGoesOn() throws IOException {
    Path broken = file("broken.conll", "a\tB-x\nb\tO\n\nc\tO\nd\tI-x\n\ne\tB-x\nf\tI-x\n");
    Path out = folder.resolve("m");
    Outcome first =
        run(
            "train tagging --train %s --repair --validation-part 0 --hidden 4 --embedding 3 --character-embedding 0 --epochs 1 --out %s"
                .formatted(broken, out));
    assertThat(first.output())
        .as(first.toString())
        .contains("1 sentence breaks the scheme, read as conlleval reads them");
    Outcome on = run("train tagging --resume --epochs 2 --out " + out);
    assertThat(on.exitCode()).as(on.toString()).isZero();
    assertThat(on.output()).contains("epoch 2/2");
  }
}
