package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.refrain.app.Refrain.Outcome;
import dev.refrain.data.PairFile;
import dev.refrain.data.SentencePair;
import dev.refrain.task.translation.TranslationModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `refrain train translation`, as a user meets it.
final class TrainTranslationTest {
  @TempDir Path folder;
  private Path pairs;

  @BeforeEach
  void write() {
    pairs = Pairs.write(folder, "pairs.tsv");
  }

  private Path out() {
    return folder.resolve("model");
  }

  private Refrain training(String... more) {
    return Pairs.training(out(), more);
  }

  private Refrain learningPairs(String... more) {
    return training(
        Stream.concat(Stream.of("--pairs", pairs.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private static Outcome done(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return outcome;
  }

  private static void assertFails(Outcome outcome, String... parts) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.error()).startsWith("refrain train translation: ").contains(parts);
    assertThat(outcome.error()).hasLineCount(1).doesNotContain("Exception");
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  @Test
  void saysWhatItLearnsAndShowsHeldOutTranslations() throws IOException {
    Path heldOut = folder.resolve("held-out.tsv");
    Outcome outcome =
        done(
            learningPairs("--validation", "0.2", "--sample", "2", "--held-out", heldOut.toString())
                .run());
    assertThat(outcome.output())
        .startsWith("pairs.tsv: 24 pairs to learn from, 6 held out\n")
        .contains("source: 18 different tokens; unknown are 0.00 % of those held out\n")
        .contains("epoch 2/2", "nats per token (perplexity", "Try:  refrain translate ");

    List<SentencePair> judged = PairFile.readTabbed(heldOut).pairs();
    assertThat(judged).hasSize(6).isSubsetOf(Pairs.all());
    SentencePair first = judged.getFirst();
    assertThat(outcome.output())
        .contains("  > " + first.source() + "\n  = " + first.target() + "\n  < ");
    assertThat(outcome.output().lines().filter(line -> line.startsWith("  <"))).hasSize(4);
    assertThat(TranslationModel.load(out()).config().embedding()).isEqualTo(8);
  }

  @Test
  void parallelFilesInEitherDirectionAreTheSamePairs() throws IOException {
    Path source = compressed("train.en.gz", Pairs.all().stream().map(SentencePair::source));
    Path target = compressed("train.fr.gz", Pairs.all().stream().map(SentencePair::target));
    Path validation = file("val.tsv", "The black cat.\tLe chat noir.");
    String[] others = {"--validation-pairs", validation.toString(), "--swap"};
    Outcome outcome =
        done(
            training(
                    Stream.concat(
                            Stream.of("--source", source + "", "--target", target + ""),
                            Stream.of(others))
                        .toArray(String[]::new))
                .run());
    assertThat(outcome.output())
        .startsWith("train.en.gz and train.fr.gz: 30 pairs to learn from, 1 held out\n");
    byte[] weights = Files.readAllBytes(out().resolve("weights.safetensors"));

    done(learningPairs("--validation-pairs", validation + "", "--swap", "--force").run());
    assertThat(Files.readAllBytes(out().resolve("weights.safetensors"))).isEqualTo(weights);
    assertThat(TranslationModel.load(out()).source().encode("noir"))
        .doesNotContain(TranslationModel.load(out()).source().unknown());
  }

  private Path compressed(String name, Stream<String> lines) throws IOException {
    Path file = folder.resolve(name);
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(lines.collect(Collectors.joining("\n", "", "\n")).getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  @Test
  void tutorialFilterTakesSimpleSentencesOfTheEnglishSide() throws IOException {
    pairs =
        file(
            "tutorial.tsv",
            "I'm not afraid.\tJe n'ai pas peur.",
            "He is tall.\tIl est grand.",
            "He isolates me.\tIl m'isole.",
            "We are one two three four five six seven eight nine.\tNous sommes trop.",
            "The cat is here.\tLe chat est là.");
    for (String[] direction : new String[][] {{}, {"--swap"}}) {
      Outcome outcome =
          done(
              learningPairs(
                      Stream.concat(
                              Stream.of("--tutorial-filter", "--validation", "0", "--force"),
                              Stream.of(direction))
                          .toArray(String[]::new))
                  .run());
      // as in the tutorial, "he is" is also how "he isolates" begins
      assertThat(outcome.output())
          .startsWith("tutorial.tsv: 3 pairs to learn from, 0 held out; 2 do not pass the filter");
    }
    assertFails(
        learningPairs("--tutorial-filter", "--filter-side", "target", "--force").run(),
        "None of the 5 pairs of tutorial.tsv passes the filter",
        "--filter-side");
  }

  @Test
  void overlongPairsAreCountedAndSkippedOrCut() throws IOException {
    pairs = file("long.tsv", "a b c d\tx y z", "a b\tx", "b\ty z y x");
    Outcome skipped = done(learningPairs("--maximum-length", "3", "--validation", "0").run());
    assertThat(skipped.output())
        .contains("1 pairs to learn from")
        .contains("2 pairs have a sentence of more than 3 tokens and are skipped");
    Outcome cut =
        done(
            learningPairs(
                    "--maximum-length",
                    "3",
                    "--validation",
                    "0",
                    "--overlong",
                    "truncate",
                    "--force")
                .run());
    assertThat(cut.output())
        .contains("3 pairs to learn from")
        .contains("2 pairs have a sentence of more than 3 tokens and are cut there");
    assertFails(
        learningPairs("--maximum-length", "1", "--validation", "0", "--force").run(),
        "No pair of 3 is left");
  }

  @Test
  void printedConfigurationIsOneToGive() throws IOException {
    String[] options = {
      "--swap",
      "--tutorial-filter",
      "--cell",
      "lstm",
      "--decoder-cell",
      "gru",
      "--hidden",
      "6",
      "--decoder-hidden",
      "7,8",
      "--one-direction",
      "--unit",
      "char",
      "--teacher-forcing",
      "0.5",
      "--recurrent-dropout",
      "0.1",
      "--zoneout-hidden",
      "0.2"
    };
    Outcome printed = done(printed(options));
    assertThat(printed.output())
        .contains("ratio: 0.5\n", "finalRatio: 0.5\n", "side: target\n", "longestWords: 9\n");
    Path config = Files.writeString(folder.resolve("run.yaml"), printed.output());
    assertThat(printed("--config", config.toString())).isEqualTo(printed);

    JsonNode model =
        new com.fasterxml.jackson.dataformat.yaml.YAMLMapper()
            .readTree(printed.output())
            .get("model");
    assertThat(model.get("encoder").get("cell").asText()).isEqualTo("lstm");
    assertThat(model.get("encoder").get("hidden").toString()).isEqualTo("[6]");
    assertThat(model.get("encoder").get("bidirectional").asBoolean()).isFalse();
    assertThat(model.get("encoder").get("recurrentDropout").asDouble()).isEqualTo(0.1);
    assertThat(model.get("encoder").get("zoneoutHidden").asDouble()).isEqualTo(0.2);
    assertThat(model.get("decoder").get("cell").asText()).isEqualTo("gru");
    assertThat(model.get("decoder").get("hidden").toString()).isEqualTo("[7,8]");
    assertThat(model.get("decoder").get("recurrentDropout").asDouble()).isZero();
    assertThat(model.get("decoder").get("zoneoutHidden").asDouble()).isEqualTo(0.2);
  }

  private static Outcome printed(String... options) {
    return done(
        Refrain.command(
                Stream.concat(
                        Stream.of("train", "translation", "--print-config"), Stream.of(options))
                    .toArray(String[]::new))
            .run());
  }

  @Test
  void machinesReadEventsAndSamples() throws IOException {
    Outcome outcome = done(learningPairs("--validation", "0.1", "--sample", "1", "--json").run());
    List<String> events = outcome.output().lines().toList();
    for (String event : events) {
      assertThat(new ObjectMapper().readTree(event).get("event").asText()).isNotEmpty();
    }
    assertThat(events.getFirst())
        .startsWith("{\"event\":\"remark\",\"text\":\"pairs.tsv: 27 pairs to learn from, 3 held");
    assertThat(events.stream().filter(line -> line.startsWith("{\"event\":\"sample\"")))
        .hasSize(2)
        .first()
        .asString()
        .contains("\"text\":\"> The ");
  }

  @Test
  void filesThatAreNoPairs() throws IOException {
    pairs = file("no-tab.tsv", "a\tb", "The cat is black");
    assertFails(learningPairs().run(), "no-tab.tsv, line 2 ");
    pairs = file("empty-side.tsv", "a\tb", "c\td", "e\t ");
    assertFails(learningPairs().run(), "empty-side.tsv, line 3 ");
    Path two = file("two.en", "a", "b");
    Path one = file("one.fr", "x");
    assertFails(
        training("--source", two + "", "--target", one + "").run(),
        "two.en has 2 lines",
        "one.fr has 1");
    pairs = folder.resolve("nowhere.tsv");
    assertFails(learningPairs().run(), "nowhere.tsv");
    assertThat(out()).doesNotExist();
  }

  @Test
  void heldOutPairsMustBeThere() {
    assertFails(
        learningPairs("--validation", "0", "--sample", "2").run(),
        "--sample needs held-out pairs",
        "--validation");
    assertFails(
        learningPairs("--validation", "0.1", "--held-out", folder.resolve("no/where") + "").run(),
        "no/where");
    assertThat(out()).doesNotExist();
  }

  @Test
  void otherTasksModelIsNotResumed() {
    Path language = Texts.model(folder);
    Outcome outcome =
        Refrain.command("train", "translation", "--resume", "--out", language + "").run();
    assertFails(outcome, "holds a model for language, expected one for translation");
  }
}
