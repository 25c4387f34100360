package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.refrain.app.Refrain.Outcome;
import dev.refrain.nn.attention.AttentionKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `refrain translate` and `refrain evaluate` with models that know their few sentences by heart.
final class TranslationTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model;
  private static Path other;
  private static Path blind;

  @BeforeAll
  static void train() {
    model = Pairs.model(shared.resolve("en-fr"), AttentionKind.ADDITIVE, 1);
    other = Pairs.model(shared.resolve("other"), AttentionKind.GENERAL, 2);
    blind = Pairs.model(shared.resolve("blind"), AttentionKind.NONE, 3);
  }

  private static Refrain translate(String... arguments) {
    return Refrain.command(
        Stream.concat(Stream.of("translate"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static Outcome done(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return outcome;
  }

  @Test
  void translatesLineByLineAndKeepsEmptyLines() {
    Outcome outcome =
        done(
            translate(model + "")
                .reading("The black cat.\n\nThe red wolf.\r\n   \nThe grey bird.")
                .run());
    assertThat(outcome.output()).isEqualTo("Le chat noir.\n\nLe loup rouge.\n\nLe oiseau gris.\n");
    assertThat(outcome.error()).matches("3 sentences in .*: .* sentences/s");
  }

  @Test
  void noInputIsNoOutput() {
    Outcome outcome = done(translate(model + "").reading("").run());
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.error()).startsWith("0 sentences in");
  }

  /// More lines than are read at once, and than go side by side.
  @Test
  void longInputKeepsItsOrder() {
    List<String> colours = List.of("black", "white", "green", "grey", "red");
    List<String> couleurs = List.of("noir", "blanc", "vert", "gris", "rouge");
    var input = new StringBuilder();
    var expected = new StringBuilder();
    for (int i = 0; i < 1100; i++) {
      input.append("The ").append(colours.get(i % 5)).append(" cat.\n");
      expected.append("Le chat ").append(couleurs.get(i % 5)).append(".\n");
    }
    Outcome outcome =
        done(translate(model + "", "--batch", "50", "--beam", "1").reading(input.toString()).run());
    assertThat(outcome.output()).isEqualTo(expected.toString());
    assertThat(outcome.error()).contains("1,100 sentences");
  }

  @Test
  void unknownWordsAreCounted() {
    Outcome outcome = done(translate(model + "").reading("The black whale.\n").run());
    assertThat(outcome.output()).startsWith("Le ").hasLineCount(1);
    assertThat(outcome.error()).contains("1 of 4 tokens are unknown to the model");
  }

  @Test
  void oneSentenceAndItsMap() {
    Outcome outcome =
        done(translate(model + "", "--text", "The black cat.", "--show-attention").run());
    List<String> lines = outcome.output().lines().map(String::strip).toList();
    assertThat(lines).startsWith("Le chat noir.", "");
    assertThat(lines.get(2).split("\\s+")).containsExactly("The", "black", "cat", ".", "</s>");
    assertThat(lines.get(3)).matches("Le[ ░▒▓█]*[░▒▓█][ ░▒▓█]*");
    assertThat(lines.get(7)).startsWith("</s>");
    assertThat(outcome.error()).isEmpty();
  }

  @Test
  void severalModelsTranslateTogether() {
    Outcome outcome =
        done(
            translate(model + "", other + "", blind + "", "--beam", "3")
                .reading("The white lion.\nThe green horse.\n")
                .run());
    assertThat(outcome.output()).isEqualTo("Le lion blanc.\nLe cheval vert.\n");
  }

  @Test
  void bestOfEachSentenceAreRanked() {
    Outcome outcome =
        done(
            translate(model + "", "--n-best", "3").reading("The red dog.\n\nThe red cat.\n").run());
    List<String[]> rows = outcome.output().lines().map(line -> line.split("\t")).toList();
    assertThat(rows.stream().map(row -> row[0]).collect(Collectors.joining(" ")))
        .isEqualTo("1 1 1  3 3 3");
    assertThat(rows.getFirst()[2]).isEqualTo("Le chien rouge.");
    assertThat(Double.parseDouble(rows.get(0)[1]))
        .isGreaterThan(Double.parseDouble(rows.get(1)[1]));
    assertThat(rows.stream().limit(3).map(row -> row[2])).doesNotHaveDuplicates();
  }

  @Test
  void machinesReadJson() throws IOException {
    Outcome outcome =
        done(
            translate(model + "", "--json", "--n-best", "2", "--show-attention")
                .reading("The red dog.\n\n")
                .run());
    List<String> lines = outcome.output().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    assertThat(first.path("source").asText()).isEqualTo("The red dog.");
    assertThat(first.path("text").asText()).isEqualTo("Le chien rouge.");
    assertThat(first.path("best")).hasSize(2);
    assertThat(first.path("attention")).hasSameSizeAs(first.path("targetTokens")).hasSize(5);
    for (JsonNode row : first.path("attention")) {
      assertThat(row).hasSize(5);
      double sum = 0;
      for (JsonNode weight : row) {
        sum += weight.asDouble();
      }
      assertThat(sum).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-4));
    }
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertThat(second.path("text").asText("?")).isEmpty();
  }

  @Test
  void drawingDependsOnTheSeed() {
    String[] words = {model + "", "--sample", "3", "--top-k", "20", "--maximum-length", "5"};
    String input = "The red dog.\n".repeat(20);
    String[] seeded =
        Stream.concat(Stream.of(words), Stream.of("--seed", "4")).toArray(String[]::new);
    String first = done(translate(seeded).reading(input).run()).output();
    assertThat(done(translate(seeded).reading(input).run()).output()).isEqualTo(first);
    assertThat(first.lines().distinct().count()).isGreaterThan(5);
    assertThat(done(translate(words).reading(input).run()).output()).isNotEqualTo(first);
  }

  @Test
  void lengthsAreKept() {
    Outcome shorter =
        done(
            translate(model + "", "--maximum-length", "2", "--text", "The red dog.", "--beam", "1")
                .run());
    assertThat(shorter.output()).isEqualTo("Le chien\n");
    Outcome longer =
        done(
            translate(model + "", "--minimum-length", "9", "--text", "The red dog.", "--beam", "1")
                .run());
    assertThat(longer.output().split("[ .]+")).hasSizeGreaterThan(5);
  }

  @Test
  void attentionGoesToAPage() throws IOException {
    Path page = folder.resolve("maps.html");
    done(
        translate(model + "", "--attention", page + "")
            .reading("The red dog.\n\nThe <b> & cat.\n")
            .run());
    String html = Files.readString(page, StandardCharsets.UTF_8);
    assertThat(html).contains("Le chien rouge.", "The &lt;b&gt; &amp; cat.", "</html>");
    assertThat(html.split("<figure>")).hasSize(3);
    assertThat(html).doesNotContain("http:", "https:", "<script");
  }

  @Test
  void attentionOfOneSentenceGoesToAnImage() throws IOException {
    Path image = folder.resolve("map.PNG");
    Outcome outcome =
        done(
            translate(model + "", "--attention", image + "")
                .reading("The red dog.\nThe red cat.\n")
                .run());
    assertThat(ImageIO.read(image.toFile()).getHeight()).isGreaterThan(100);
    assertThat(outcome.error()).contains("map.PNG shows the first of 2 sentences");
  }

  @Test
  void readerThatLeavesEndsTheWorkQuietly() throws Exception {
    var words = translate(model + "", "--beam", "1").words();
    String shell =
        "yes 'The red dog.' | "
            + words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "))
            + " | head -n 2";
    Process process = new ProcessBuilder("sh", "-c", shell).start();
    assertThat(process.inputReader().lines().toList())
        .containsExactly("Le chien rouge.", "Le chien rouge.");
    assertThat(process.errorReader().lines().filter(line -> !line.startsWith("WARNING"))).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  private static Refrain evaluate(String... arguments) {
    return Refrain.command(
        Stream.concat(Stream.of("evaluate"), Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void pairsLearnedByHeartAreScored() throws IOException {
    Path pairs = Pairs.write(folder, "pairs.tsv");
    Path out = folder.resolve("out.txt");
    Outcome outcome =
        done(evaluate(model + "", "--pairs", pairs + "", "--beam", "2", "--out", out + "").run());
    assertThat(outcome.output().lines().toList())
        .hasSize(8)
        .startsWith("pairs.tsv: 30 sentences, beam 2")
        .contains("chrF2 = 100.00", "exact match: 100.00 %");
    assertThat(outcome.output())
        .contains("BLEU = 100.00 100.0/100.0/100.0/100.0 (BP = 1.000")
        .contains("\n  nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:")
        .containsPattern("loss: 0\\.\\d+ nats per token, perplexity 1\\.\\d\\d \\(150 tokens")
        .containsPattern("translated 30 sentences in .*: .* sentences/s");
    assertThat(Files.readAllLines(out)).hasSize(30).startsWith("Le chat noir.", "Le chat blanc.");
  }

  /// One of four is right, and another but for its letters' case.
  @Test
  void scoresTellWrongFromRightAndCase() throws IOException {
    Path source = folder.resolve("test.en");
    Path target = folder.resolve("test.fr");
    Files.writeString(source, "The red dog.\nThe red cat.\nThe black wolf.\nThe white bird.\n");
    Files.writeString(target, "Le chien rouge.\nLE CHAT ROUGE.\nUn loup.\nQuoi ?\n");
    String[] command = {
      "evaluate", model + "", "--source", source + "", "--target", target + "", "--json"
    };
    JsonNode mixed = new ObjectMapper().readTree(done(Refrain.command(command).run()).output());
    assertThat(mixed.path("exactMatch").asDouble()).isEqualTo(0.25);
    assertThat(mixed.path("sentences").asInt()).isEqualTo(4);
    assertThat(mixed.path("bleu").asDouble()).isBetween(10.0, 60.0);
    assertThat(mixed.path("natsPerToken").asDouble()).isGreaterThan(0.5);

    String[] lower =
        Stream.concat(Stream.of(command), Stream.of("--lower-case")).toArray(String[]::new);
    JsonNode lowered = new ObjectMapper().readTree(done(Refrain.command(lower).run()).output());
    assertThat(lowered.path("exactMatch").asDouble()).isEqualTo(0.5);
    assertThat(lowered.path("bleu").asDouble()).isGreaterThan(mixed.path("bleu").asDouble());
    assertThat(lowered.path("bleuSignature").asText()).contains("case:lc");
    assertThat(lowered.path("chrfSignature").asText()).contains("case:lc");
  }

  @Test
  void ensemblesAreScoredInTheOtherDirectionToo() {
    Path pairs = Pairs.write(folder, "pairs.tsv");
    Outcome outcome = done(evaluate(model + "", other + "", "--pairs", pairs + "").run());
    assertThat(outcome.output()).contains("exact match: 100.00 %").doesNotContain("loss");
    Outcome swapped =
        done(evaluate(model + "", "--pairs", pairs + "", "--swap", "--beam", "1").run());
    assertThat(swapped.output()).contains("exact match: 0.00 %");
  }

  /// A sentence with two translations is translated once, and may be like either.
  @Test
  void allReferencesCount() throws IOException {
    Path pairs = folder.resolve("pairs.tsv");
    Files.writeString(
        pairs,
        "The red dog.\tIl est rouge.\nThe red cat.\tUn chat.\nThe red dog.\tLe chien rouge.\n");
    String[] command = {
      "evaluate", model + "", "--pairs", pairs + "", "--all-references", "--json"
    };
    JsonNode scores = new ObjectMapper().readTree(done(Refrain.command(command).run()).output());
    assertThat(scores.path("sentences").asInt()).isEqualTo(2);
    assertThat(scores.path("exactMatch").asDouble()).isEqualTo(0.5);
    assertThat(scores.path("bleuSignature").asText()).startsWith("nrefs:var|");
    Outcome idle = evaluate(model + "", "--pairs", pairs + "", "--normalize").run();
    assertThat(idle.exitCode()).isEqualTo(2);
    assertThat(idle.error()).contains("--normalize would do nothing");
  }
}
