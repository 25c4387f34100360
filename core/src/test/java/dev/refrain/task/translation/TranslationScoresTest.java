package dev.refrain.task.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the scores against those of sacreBLEU, see `golden/README.md`.
class TranslationScoresTest {
  private static final JsonNode GOLDEN = golden();

  private static JsonNode golden() {
    try (InputStream file =
        TranslationScoresTest.class.getResourceAsStream("golden/sacrebleu.json")) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Named<JsonNode>> corpora() {
    return stream(GOLDEN.get("corpora")).map(c -> Named.of(c.get("name").asText(), c));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<String> lines(JsonNode array) {
    return stream(array).map(JsonNode::asText).toList();
  }

  private static List<List<String>> references(JsonNode corpus) {
    return stream(corpus.get("references")).map(TranslationScoresTest::lines).toList();
  }

  /// Refrain's signature with sacreBLEU's version.
  private static String asSacreBleu(String signature) {
    assertThat(signature).endsWith("|version:refrain-1.0");
    return signature.replace("refrain-1.0", GOLDEN.get("version").asText());
  }

  @Test
  void linesAreCutAsByThe13aScript() {
    assertThat(GOLDEN.get("tokens")).hasSizeGreaterThan(300);
    for (JsonNode each : GOLDEN.get("tokens")) {
      assertThat(String.join(" ", BleuTokens.V13A.of(each.get("line").asText())))
          .isEqualTo(each.get("tokens").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void bleuIsThatOfSacreBleu(JsonNode corpus) {
    for (JsonNode expected : corpus.get("bleu")) {
      BleuTokens tokens =
          Arrays.stream(BleuTokens.values())
              .filter(t -> t.label().equals(expected.get("tokens").asText()))
              .findAny()
              .orElseThrow();
      BleuScore score =
          new Bleu(tokens, expected.get("lowerCase").asBoolean())
              .score(lines(corpus.get("hypotheses")), references(corpus));
      assertThat(score.line()).isEqualTo(expected.get("line").asText());
      assertThat(asSacreBleu(score.signature())).isEqualTo(expected.get("signature").asText());
      assertThat(score.score()).isCloseTo(expected.get("score").asDouble(), within(1e-10));
      for (int n = 0; n < 4; n++) {
        assertThat(score.precisions().get(n))
            .isCloseTo(expected.get("precisions").get(n).asDouble(), within(1e-10));
      }
      assertThat(score.brevityPenalty())
          .isCloseTo(expected.get("brevityPenalty").asDouble(), within(1e-12));
      assertThat(score.hypothesisLength()).isEqualTo(expected.get("hypothesisLength").asLong());
      assertThat(score.referenceLength()).isEqualTo(expected.get("referenceLength").asLong());
    }
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void chrfIsThatOfSacreBleu(JsonNode corpus) {
    for (JsonNode expected : corpus.get("chrf")) {
      ChrfScore score =
          new Chrf(expected.get("wordOrder").asInt(), expected.get("lowerCase").asBoolean())
              .score(lines(corpus.get("hypotheses")), references(corpus));
      assertThat(score.line()).isEqualTo(expected.get("line").asText());
      assertThat(asSacreBleu(score.signature())).isEqualTo(expected.get("signature").asText());
      assertThat(score.score()).isCloseTo(expected.get("score").asDouble(), within(1e-10));
    }
  }

  @Test
  void exactMatchesAreThoseOfAnyReferenceButForSpaces() {
    List<String> hypotheses = List.of("a  b ", "c d", "e f", "G h");
    List<List<String>> references =
        List.of(List.of("a b", "d c", "x", "g h"), List.of("x", "cd", "e f", "x"));
    TranslationScores mixed = TranslationScores.of(false, hypotheses, references);
    assertThat(mixed.exactMatch()).isEqualTo(0.5);
    assertThat(mixed.bleu()).isEqualTo(Bleu.DEFAULT.score(hypotheses, references));
    assertThat(mixed.chrf()).isEqualTo(Chrf.DEFAULT.score(hypotheses, references));
    TranslationScores lower = TranslationScores.of(true, hypotheses, references);
    assertThat(lower.exactMatch()).isEqualTo(0.75);
    assertThat(lower.bleu().signature()).contains("case:lc");
    assertThat(lower.chrf().signature()).contains("case:lc");
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    List<String> two = List.of("a", "b");
    assertThatThrownBy(() -> Bleu.DEFAULT.score(two, List.of(two, List.of("a"))))
        .hasMessage("2 sentences to score and 1 references; each needs its own");
    assertThatThrownBy(() -> Chrf.DEFAULT.score(List.of(), List.of(List.of())))
        .hasMessage("no sentences to score");
    assertThatThrownBy(() -> TranslationScores.of(false, two, List.of()))
        .hasMessage("no references to score against");
    assertThatThrownBy(() -> new Chrf(3, false)).hasMessageContaining("a word order of 3");
  }
}
