package dev.refrain.task.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.refrain.data.DataException;
import dev.refrain.decode.Continuation;
import dev.refrain.decode.Sampling;
import dev.refrain.decode.Suggestion;
import dev.refrain.kernel.Devices;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageSessionTest {
  private static LanguageModel model(TextLevel level) {
    return Texts.model(
        level == TextLevel.CHARACTER ? Texts.characters().withHidden(9, 7) : Texts.words(), 4);
  }

  private static LanguageSession session(LanguageModel model, String text) {
    LanguageSession session = model.openSession();
    session.push(text);
    return session;
  }

  @ParameterizedTest
  @EnumSource
  void readingStepByStepIsReadingAtOnce(TextLevel level) {
    LanguageModel model = model(level);
    int[] ids = model.codec().encode(Texts.SEA).ids();
    double[] losses = Texts.losses(model, ids);
    var reader = new LanguageReader(model, model.parameters().packed(Devices.best()));
    var at = reader.read(LanguageState.EMPTY, new int[] {ids[0]});
    for (int t = 1; t < ids.length; t++) {
      assertThat(-at.next().logProbability(ids[t])).isCloseTo(losses[t - 1], within(1e-4));
      at = reader.advance(List.of(at.state()), new int[] {ids[t]}).getFirst();
    }
    var atOnce = reader.read(LanguageState.EMPTY, ids);
    for (int id = 0; id < model.vocabulary().size(); id++) {
      assertThat(at.next().logProbability(id))
          .isCloseTo(atOnce.next().logProbability(id), within(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalTextsAtOnceAreTheSameOneByOne(TextLevel level) {
    LanguageModel model = model(level);
    var reader = new LanguageReader(model, model.parameters().packed(Devices.best()));
    LanguageState one = reader.read(LanguageState.EMPTY, new int[] {3, 1, 4}).state();
    LanguageState other = reader.read(LanguageState.EMPTY, new int[] {5, 2}).state();
    var both = reader.advance(List.of(one, LanguageState.EMPTY, other), new int[] {1, 2, 3});
    var alone = reader.advance(List.of(other), new int[] {3}).getFirst();
    var later = reader.advance(List.of(both.get(2).state()), new int[] {1}).getFirst();
    var laterAlone = reader.advance(List.of(alone.state()), new int[] {1}).getFirst();
    for (int id = 0; id < model.vocabulary().size(); id++) {
      assertThat(both.get(2).next().logProbability(id))
          .isCloseTo(alone.next().logProbability(id), within(1e-5));
      assertThat(later.next().logProbability(id))
          .isCloseTo(laterAlone.next().logProbability(id), within(1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePiecesATextComesInDoNotMatter(TextLevel level) {
    LanguageModel model = model(level);
    String text = "The old  whale, don't -- \"he\n said:\n\n the sea 🐋 sh";
    var expected = session(model, text).next();
    for (int seed = 0; seed < 20; seed++) {
      Rng rng = Rng.seeded(seed);
      LanguageSession session = model.openSession();
      for (int from = 0; from < text.length(); ) {
        int to = Math.min(text.length(), from + 1 + rng.nextInt(6));
        to += Character.isLowSurrogate(text.charAt(Math.min(to, text.length() - 1))) ? 1 : 0;
        session.push(text.substring(from, to));
        if (rng.nextInt(3) == 0) {
          assertThat(session.next().size()).isEqualTo(model.vocabulary().size());
          assertThat(session.likeliestWords(3)).isNotEmpty();
        }
        from = to;
      }
      for (int id = 0; id < expected.size(); id++) {
        assertThat(session.next().logProbability(id))
            .as("seed %d", seed)
            .isCloseTo(expected.logProbability(id), within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aForkLeavesTheFirstUntouched(TextLevel level) {
    LanguageModel model = model(level);
    LanguageSession session = session(model, "The wh");
    LanguageSession fork = session.fork();
    Rng rng = Rng.seeded(1);
    String whatIf = fork.write(Sampling.temperature(1), rng) + fork.write(Sampling.GREEDY, rng);
    assertThat(whatIf).isNotNull();
    LanguageSession fresh = session(model, "The wh");
    session.push("ale ");
    fresh.push("ale ");
    assertThat(session.next().logProbability(2)).isEqualTo(fresh.next().logProbability(2));
    assertThat(session.write(Sampling.GREEDY, rng)).isEqualTo(fresh.write(Sampling.GREEDY, rng));
  }

  @Test
  void aCharacterThatIsNotKnownIsNamedAndNothingIsAppended() {
    LanguageModel model = model(TextLevel.CHARACTER);
    LanguageSession session = session(model, "The ");
    double before = session.next().logProbability(0);
    assertThatThrownBy(() -> session.push("wh€le"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'€' (U+20AC)", "position 7");
    assertThat(session.next().logProbability(0)).isEqualTo(before);
    session.push("🐋");
    assertThatThrownBy(() -> session.push("x")).hasMessageContaining("position 6");
  }

  @Test
  void anUnknownWordIsCounted() {
    LanguageSession session = session(model(TextLevel.WORD), "The zebra of zanzi");
    assertThat(session.unknown()).isEqualTo(1);
    session.push("bar ");
    session.write(Sampling.GREEDY, Rng.seeded(1));
    assertThat(session.unknown()).isEqualTo(2);
  }

  @Test
  void wordsAreWrittenWithTheirSpaces() {
    LanguageModel model = model(TextLevel.WORD);
    for (int seed = 0; seed < 30; seed++) {
      for (String prompt : List.of("The whale", "The whale ", "", "The \n", "(")) {
        LanguageSession session = session(model, prompt);
        StringBuilder text = new StringBuilder(prompt);
        Rng rng = Rng.seeded(seed);
        for (int i = 0; i < 40; i++) {
          text.append(session.write(Sampling.temperature(1), rng));
        }
        assertThat(text).as("seed %d, prompt '%s'", seed, prompt).doesNotContain("<unk>", "  ");
        if (prompt.equals("The whale")) {
          assertThat(text.substring(9)).doesNotMatch("^[a-zA-Z](?s).*");
        }
      }
    }
  }

  @Test
  void aSpaceAlreadyThereIsNotWrittenAgain() {
    LanguageModel model = model(TextLevel.WORD);
    Sampling sampling = Sampling.temperature(1);
    for (int seed = 0; seed < 30; seed++) {
      String unspaced = model.generate("The whale", sampling, 20, Rng.seeded(seed));
      String spaced = model.generate("The whale ", sampling, 20, Rng.seeded(seed));
      assertThat(spaced).as("seed %d", seed).isEqualTo(unspaced.replaceFirst("^ ", ""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyBeginningIsAskedWhatBeginsALine(TextLevel level) {
    LanguageModel model = model(level);
    String lineEnd = level == TextLevel.CHARACTER ? "\n" : "\n\n";
    assertThat(model.openSession().next().logProbability(3))
        .isEqualTo(session(model, lineEnd).next().logProbability(3));
    assertThat(model.generate("", Sampling.temperature(1), 20, Rng.seeded(1))).isNotEmpty();
  }

  @Test
  void likeliestTokensHaveTheModelsProbabilities() {
    LanguageModel model = model(TextLevel.WORD);
    LanguageSession session = session(model, "The whale");
    List<Suggestion> all = session.likeliest(1000);
    assertThat(all).hasSize(model.vocabulary().size() - 3);
    assertThat(all).extracting(Suggestion::text).doesNotContain("<unk>", "<join>", "<space>");
    assertThat(all).isSortedAccordingTo((a, b) -> Double.compare(b.probability(), a.probability()));
    for (Suggestion suggestion : all) {
      int id = model.vocabulary().id(suggestion.text());
      assertThat(suggestion.probability()).isEqualTo(session.next().probability(id));
      String token = suggestion.text();
      boolean word = Character.isLetter(token.codePointAt(0));
      assertThat(suggestion.continuation())
          .isEqualTo(word ? " " + token : suggestion.continuation());
      session.fork().push(suggestion.continuation());
    }
    assertThat(session(model, "The whale ").likeliest(1000))
        .filteredOn(s -> s.text().equals("ship"))
        .extracting(Suggestion::continuation)
        .containsExactly("ship");
  }

  @Test
  void aWordThatHasBegunIsCompleted() {
    LanguageModel model = model(TextLevel.WORD);
    List<Suggestion> completed = session(model, "The old -- sh").likeliestWords(10);
    assertThat(completed).extracting(Suggestion::text).containsExactly("ship");
    assertThat(completed.getFirst().continuation()).isEqualTo("ip");
    assertThat(completed.getFirst().probability()).isCloseTo(1, within(1e-6));
    List<Suggestion> several = session(model, "The old w").likeliestWords(10);
    assertThat(several)
        .extracting(Suggestion::text)
        .containsExactlyInAnyOrder("whale", "white", "was", "were", "wide");
    var next = session(model, "The old ").next();
    double sum = 0;
    for (Suggestion s : several) {
      sum += next.probability(model.vocabulary().id(s.text()));
    }
    for (Suggestion s : several) {
      assertThat(s.probability())
          .isCloseTo(next.probability(model.vocabulary().id(s.text())) / sum, within(1e-5));
    }
    assertThat(session(model, "w").likeliestWords(10)).hasSize(5);
    assertThat(session(model, "The xyz").likeliestWords(3))
        .isEqualTo(session(model, "The xyz").likeliest(3));
  }

  /// The slow twin follows all characters as far as they matter, and adds up.
  @Test
  void wordsOfACharacterModelHaveTheSumOfTheirWays() {
    LanguageModelConfig config = Texts.characters().withHidden(12);
    String text = "ab'a ba. a ab\nb'\n".repeat(4);
    LanguageModel model =
        LanguageModel.create(config, Corpus.of("ab", text, config), Rng.seeded(2));
    Tensor bias = model.parameters().byName().get("output.bias");
    for (int id = 0; id < ALPHABET.length(); id++) {
      bias.set(id, 2.5 * Rng.seeded(id).nextGaussian()); // some ways much likelier than others
    }
    for (String prompt : List.of("a ", "ab", "b'")) {
      LanguageSession session = session(model, prompt);
      Map<String, Double> expected = new HashMap<>();
      String beginning = prompt.matches("ab|b'") ? prompt : "";
      LanguageReader reader = new LanguageReader(model, model.parameters().packed(Devices.best()));
      int[] ids = model.codec().encode(prompt).ids();
      follow(reader, reader.read(LanguageState.EMPTY, ids), beginning, "", 1, expected);
      List<Suggestion> found = session.likeliestWords(5);
      assertThat(found).hasSize(5);
      for (Suggestion suggestion : found) {
        assertThat(suggestion.probability())
            .as("'%s' after '%s'", suggestion.text(), prompt)
            .isCloseTo(expected.get(suggestion.text()), withinPercentage(10));
        assertThat((beginning + suggestion.continuation()).replaceAll("^[^ab]*|'$", ""))
            .isEqualTo(suggestion.text());
      }
      String likeliest =
          expected.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
      assertThat(found.getFirst().text()).isEqualTo(likeliest);
    }
  }

  private static final String ALPHABET = "\n '.ab";

  private static void follow(
      LanguageReader reader,
      Continuation<LanguageState> at,
      String beginning,
      String soFar,
      double probability,
      Map<String, Double> words) {
    String word = (beginning + soFar).replaceFirst("^[^ab]+", "");
    for (int id = 0; id < ALPHABET.length(); id++) {
      String token = ALPHABET.substring(id, id + 1);
      double way = probability * at.next().probability(id);
      boolean letter = token.matches("[ab]");
      boolean apostrophe = token.equals("'") && !word.endsWith("'");
      if (!word.isEmpty() && !letter && !apostrophe) {
        words.merge(word.replaceFirst("'$", ""), way, Double::sum);
      } else if (way > 1e-4 && (letter || !word.isEmpty() || soFar.length() < 3)) {
        var next = reader.advance(List.of(at.state()), new int[] {id}).getFirst();
        follow(reader, next, beginning, soFar + token, way, words);
      }
    }
  }
}
