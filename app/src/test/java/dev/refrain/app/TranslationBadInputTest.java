package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.app.Refrain.Outcome;
import dev.refrain.data.SentencePair;
import dev.refrain.nn.attention.AttentionKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be translated or measured: one sentence that says what and where, and a failing exit
/// code.
final class TranslationBadInputTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model;
  private static Path blind;
  private static Path stranger;

  @BeforeAll
  static void make() {
    model = ignorant("en-fr", Pairs.all(), AttentionKind.ADDITIVE);
    blind = ignorant("blind", Pairs.all(), AttentionKind.NONE);
    List<SentencePair> others = List.of(new SentencePair("One more cat.", "Encore un chat."));
    stranger = ignorant("stranger", others, AttentionKind.ADDITIVE);
  }

  private static Path ignorant(String name, List<SentencePair> pairs, AttentionKind attention) {
    return Pairs.model(shared.resolve(name), pairs, Pairs.config(attention), 1, 0);
  }

  private static void assertFails(int code, Outcome outcome, String... parts) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(code);
    assertThat(outcome.error()).startsWith("refrain").contains(parts).hasLineCount(1);
    assertThat(outcome.error()).doesNotContain("Exception", "\tat ");
    assertThat(outcome.output()).isEmpty();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
  }

  @Test
  void ensembleOfModelsThatShareNoVocabulary() {
    Outcome outcome =
        Refrain.command("translate", model + "", stranger + "").reading("The red cat.").run();
    assertFails(1, outcome, model + " and " + stranger + " cannot translate together", "vocabular");
  }

  @Test
  void attentionOfAModelWithoutAny() {
    for (String[] options :
        new String[][] {
          {"--show-attention"},
          {"--attention", folder.resolve("map.html") + ""},
          {"--coverage", "0.2"}
        }) {
      var words = new java.util.ArrayList<>(List.of("translate", blind + "", "--text", "The cat."));
      words.addAll(List.of(options));
      assertFails(
          2,
          Refrain.command(words.toArray(String[]::new)).run(),
          options[0] + " needs a model with attention, and " + blind + " has none");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void attentionMapWhereThereIsNoFolder() {
    for (String map : List.of("map.html", "map.png")) {
      Outcome outcome =
          Refrain.command("translate", model + "", "--attention", folder + "/no/" + map)
              .reading("The cat.")
              .run();
      assertFails(1, outcome, map + ": there is no folder " + folder + "/no;");
    }
  }

  @Test
  void translationsToScoreWhereThereIsNoFolder() throws IOException {
    String pairs = file("pairs.tsv", "The cat.\tLe chat.\n") + "";
    String out = folder + "/no/out.txt";
    assertFails(
        1,
        Refrain.command("evaluate", model + "", "--pairs", pairs, "--out", out).run(),
        "out.txt: there is no folder " + folder + "/no;");
  }

  @Test
  void inputThatIsNotUtf8() {
    Outcome outcome =
        Refrain.command("translate", model + "")
            .reading("The red cat.\nThe caf\u00e9.\n", StandardCharsets.ISO_8859_1)
            .run();
    assertFails(1, outcome, "standard input is not UTF-8 in line 2");
  }

  @Test
  void modelsOfAnotherTask() {
    Path language = Texts.model(folder);
    assertFails(
        1,
        Refrain.command("translate", language + "", "--text", "x").run(),
        "holds a model for language, expected one for translation");
    assertFails(
        1,
        Refrain.command("generate", model + "").run(),
        "holds a model for translation, expected one for language");
    assertFails(
        2,
        Refrain.command("evaluate", language + "", "--pairs", "p.tsv").run(),
        "refrain evaluate language: unknown option '--pairs'");
    assertFails(
        2,
        Refrain.command("evaluate", language + "", language + "", "--text", "t").run(),
        "unexpected argument '" + language + "'");
    assertFails(
        2,
        Refrain.command("evaluate", model + "", "--text", "t.txt").run(),
        "refrain evaluate translation: unknown option '--text'");
  }

  @Test
  void pairsThatAreNone() throws IOException {
    Path noTab = file("no-tab.tsv", "The cat.\tLe chat.\nThe dog. Le chien.\n");
    assertFails(
        1,
        Refrain.command("evaluate", model + "", "--pairs", noTab + "").run(),
        "no-tab.tsv, line 2 has no tab");
    Path source = file("a.en", "The cat.\nThe dog.\n");
    Path target = file("a.fr", "Le chat.\n");
    assertFails(
        1,
        Refrain.command("evaluate", model + "", "--source", source + "", "--target", target + "")
            .run(),
        "a.en has 2 lines",
        "a.fr has 1");
    assertFails(
        1,
        Refrain.command("evaluate", model + "", "--pairs", folder.resolve("nowhere.tsv") + "")
            .run(),
        "nowhere.tsv");
  }

  @Test
  void pairsThatAreHalfSaid() throws IOException {
    Path pairs = Pairs.write(folder, "pairs.tsv");
    assertFails(
        2,
        Refrain.command("evaluate", model + "", "--source", pairs + "").run(),
        "--target is missing");
    assertFails(
        2,
        Refrain.command("evaluate", model + "", "--pairs", pairs + "", "--target", pairs + "")
            .run(),
        "--pairs gives one file with both sides");
    assertFails(2, Refrain.command("evaluate", model + "", "--swap").run(), "--pairs is missing");
  }

  @Test
  void modelWithoutMergesOrWithHalfAVocabulary() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    for (String name :
        List.of(
            "model.json",
            "weights.safetensors",
            "vocabulary.source.txt",
            "vocabulary.target.txt")) {
      Files.copy(model.resolve(name), copy.resolve(name));
    }
    Path vocabulary = copy.resolve("vocabulary.target.txt");
    List<String> lines = Files.readAllLines(vocabulary);
    Files.write(vocabulary, lines.subList(0, lines.size() - 2));
    assertFails(1, Refrain.command("translate", copy + "", "--text", "The cat.").run(), "copy");
    Files.delete(vocabulary);
    assertFails(
        1,
        Refrain.command("translate", copy + "", "--text", "The cat.").run(),
        "holds no vocabulary.target.txt");
  }
}
