package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.refrain.app.Refrain.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What trained models do: generate, suggest, evaluate, write together with a person.
final class WritingTest {
  @TempDir static Path folder;

  private static Path characters;
  private static Path words;
  private static Path text;

  @BeforeAll
  static void train() {
    text = Texts.write(folder, "text.txt", 80);
    characters = folder.resolve("characters");
    words = folder.resolve("words");
    assertThat(Texts.training(text, characters, "--rate", "0.02").run().exitCode()).isZero();
    assertThat(
            Texts.training(text, words, "--level", "word", "--min-count", "1", "--rate", "0.02")
                .run()
                .exitCode())
        .isZero();
  }

  private static Outcome done(Refrain command) {
    Outcome outcome = command.run();
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return outcome;
  }

  private static List<JsonNode> json(Outcome outcome) throws IOException {
    var mapper = new ObjectMapper();
    var objects = new java.util.ArrayList<JsonNode>();
    for (String line : outcome.output().lines().toList()) {
      objects.add(mapper.readTree(line));
    }
    return objects;
  }

  @Test
  void generatesPureTextTheSameForTheSameSeed() {
    String[] command = {
      "generate", characters + "", "--prompt", "The 3 ", "--length", "50", "--seed", "4"
    };
    Outcome outcome = done(Refrain.command(command));
    assertThat(outcome.output()).startsWith("The 3 ").endsWith(System.lineSeparator());
    assertThat(outcome.output()).hasSize("The 3 ".length() + 50 + 1);
    assertThat(outcome.error()).isEmpty();
    assertThat(done(Refrain.command(command)).output()).isEqualTo(outcome.output());
  }

  @Test
  void readsThePromptFromStandardInput() {
    Outcome outcome =
        done(
            Refrain.command("generate", words + "", "--prompt", "-", "--length", "3")
                .reading("The 3 whales\n"));
    assertThat(outcome.output()).startsWith("The 3 whales");
  }

  @Test
  void generatesJson() throws IOException {
    Outcome outcome =
        done(Refrain.command("generate", words + "", "--prompt", "The", "--length", "4", "--json"));
    JsonNode object = json(outcome).getFirst();
    assertThat(object.get("prompt").asText()).isEqualTo("The");
    assertThat(object.get("text").isTextual()).isTrue();
    assertThat(object.get("seed").isIntegralNumber()).isTrue();
  }

  @Test
  void endsQuietlyWhenNobodyReads() throws IOException, InterruptedException {
    var command =
        Refrain.command("generate", characters + "", "--length", "1000000").words().stream()
            .map(word -> "'" + word + "'")
            .toList();
    Path error = folder.resolve("error");
    var shell =
        new ProcessBuilder(
                "bash", "-c", "set -o pipefail; " + String.join(" ", command) + " | head -c 10")
            .redirectOutput(folder.resolve("head").toFile())
            .redirectError(error.toFile())
            .start();
    assertThat(shell.waitFor()).isZero();
    assertThat(Files.readString(error).replaceAll("WARNING: Using incubator.*\\R", "")).isEmpty();
    assertThat(folder.resolve("head")).hasSize(10);
  }

  @Test
  void suggestsWords() {
    Outcome outcome = done(Refrain.command("suggest", words + "", "--prompt", "The 3 "));
    assertThat(outcome.output().lines()).hasSize(10);
    assertThat(outcome.output()).matches("(?s)  1  [^\n]+? +\\d+\\.\\d %\n.*");
  }

  @Test
  void suggestsCharactersWithProbabilitiesThatFall() throws IOException {
    Outcome outcome =
        done(
            Refrain.command(
                "suggest",
                characters + "",
                "--prompt",
                "Th",
                "--characters",
                "--count",
                "4",
                "--json"));
    JsonNode object = json(outcome).getFirst();
    assertThat(object.get("text").asText()).isEqualTo("Th");
    List<JsonNode> suggestions = object.get("suggestions").valueStream().toList();
    assertThat(suggestions).hasSize(4).allMatch(s -> s.get("text").asText().length() == 1);
    assertThat(suggestions.stream().map(s -> -s.get("probability").asDouble())).isSorted();
  }

  @Test
  void evaluatesCharacters() throws IOException {
    String[] command = {"evaluate", characters + "", "--text", text + ""};
    assertThat(done(Refrain.command(command)).output())
        .matches("[\\d,]+ characters: \\d\\.\\d{4} nats, \\d\\.\\d{4} bits per character\n");
    JsonNode object =
        json(done(Refrain.command("evaluate", characters + "", "--text", text + "", "--json")))
            .getFirst();
    double nats = object.get("natsPerCharacter").asDouble();
    assertThat(nats).isBetween(0.1, 5.0);
    assertThat(object.get("bitsPerCharacter").asDouble()).isEqualTo(nats / Math.log(2));
    assertThat(object.has("perplexity")).isFalse();
  }

  @Test
  void evaluatesWords() throws IOException {
    JsonNode object =
        json(done(Refrain.command("evaluate", words + "", "--text", text + "", "--json")))
            .getFirst();
    assertThat(object.get("perplexity").asDouble())
        .isEqualTo(Math.exp(object.get("natsPerWord").asDouble()));
  }

  @Test
  void writesTogetherOverAPipe() throws IOException {
    Path saved = folder.resolve("story.txt");
    Outcome outcome =
        done(
            Refrain.command("suggest", words + "", "--interactive", "--prompt", "The", "--json")
                .reading(
                    """
                    1
                    swam past
                    , 3
                    :undo
                    +t
                     12
                    :save %s
                    :nonsense
                    99
                    :quit
                    never read
                    """
                        .formatted(saved)));
    List<String> texts = json(outcome).stream().map(o -> o.get("text").asText()).toList();
    String first = json(outcome).getFirst().get("suggestions").get(0).get("continuation").asText();
    String second = "The" + first;
    String third = second + (second.endsWith("\n") ? "" : " ") + "swam past";
    assertThat(texts)
        .containsExactly("The", second, third, third + ", 3", third, third + "t", third + "t 12");
    assertThat(saved).hasContent(third + "t 12\n");
    assertThat(outcome.error())
        .contains("Saved to", "There is no command :nonsense", "There is no suggestion 99");
  }

  @Test
  void aPickedWordIsCompleteAndAStarCompletesABegunOne() throws IOException {
    for (Path model : List.of(characters, words)) {
      Outcome outcome =
          done(
              Refrain.command("suggest", model + "", "-i", "--prompt", "The 3 whales", "--json")
                  .reading("1\n1\n1\nwha*\n1\n"));
      List<JsonNode> pages = json(outcome);
      assertThat(pages).hasSize(6);
      for (int i = 1; i < 4; i++) {
        String before = pages.get(i - 1).get("text").asText();
        assertThat(pages.get(i).get("text").asText()).startsWith(before);
        if (i > 1) {
          assertThat(pages.get(i).get("text").asText()).isNotEqualTo(before);
        }
      }
      assertThat(pages.get(4).get("text").asText()).endsWith("wha");
      assertThat(pages.get(4).get("suggestions"))
          .allMatch(s -> s.get("text").asText().startsWith("wha"));
    }
  }

  @Test
  void writingTogetherSurvivesACharacterThatTheModelDoesNotKnow() throws IOException {
    Outcome outcome =
        done(
            Refrain.command("suggest", characters + "", "-i", "--prompt", "The", "--json")
                .reading("+ 3\n+\u00e9\n+ w\n"));
    assertThat(json(outcome).stream().map(o -> o.get("text").asText()))
        .containsExactly("The", "The 3", "The 3 w");
    assertThat(outcome.error()).contains("\u00e9", "left as it was").hasLineCount(2);
  }

  @Test
  void writingTogetherNeverOverwritesAFile() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious.txt"), "mine");
    Outcome outcome =
        done(
            Refrain.command("suggest", words + "", "--interactive")
                .reading("The\n:save " + precious + "\n:save\n:save /no/such/place\n"));
    assertThat(outcome.output())
        .contains("exists already", ":save needs a file's name", "There is no folder for");
    assertThat(precious).hasContent("mine");
  }

  @Test
  void trainingTalksJson() throws IOException {
    Outcome outcome = done(Texts.training(text, folder.resolve("json"), "--json"));
    List<String> events = json(outcome).stream().map(o -> o.get("event").asText()).toList();
    assertThat(events).endsWith("finished");
    assertThat(events).contains("started", "step", "validated", "checkpoint", "epoch");
    assertThat(outcome.error()).isEmpty();
  }

  @Test
  void trainingStopsAndSavesWhenNobodyReads() throws IOException, InterruptedException {
    Path out = folder.resolve("unread");
    var command =
        Texts.training(text, out, "--json", "--epochs", "100000").words().stream()
            .map(word -> "'" + word + "'")
            .toList();
    var shell =
        new ProcessBuilder("bash", "-c", String.join(" ", command) + " | head -n 20 >/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("unread.log").toFile())
            .start();
    assertThat(shell.waitFor()).isZero();
    assertThat(Files.readString(folder.resolve("unread.log"))).doesNotContain("Exception");
    assertThat(done(Refrain.command("generate", out + "", "--length", "5")).output()).isNotEmpty();
  }

  @Test
  void configurationFileAndOptionsTogether() throws IOException {
    Path config = folder.resolve("run.yaml");
    Files.writeString(config, "model:\n  recurrent:\n    hidden: [5, 4]\nepochs: 7\n");
    Outcome printed =
        done(
            Refrain.command(
                "train",
                "language",
                "--config",
                config + "",
                "--epochs",
                "3",
                "--optimizer",
                "sgd",
                "--print-config"));
    assertThat(printed.output())
        .contains("- 5\n", "- 4\n", "epochs: 3\n", "kind: sgd\n", "rate: 0.01\n", "cell: lstm\n");

    Path whole = Files.writeString(folder.resolve("whole.yaml"), printed.output());
    Outcome again =
        done(Refrain.command("train", "language", "--config", whole + "", "--print-config"));
    assertThat(again.output()).isEqualTo(printed.output());
  }
}
