package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PairSelectionTest {
  /// Twelve English sentences, each with one to three translations, not beside each other.
  private static List<SentencePair> pairs() {
    List<SentencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      pairs.add(new SentencePair("fr" + i, "en" + i % (i < 12 ? 12 : 7)));
    }
    return pairs;
  }

  @Test
  void splitsBySentence() {
    List<SentencePair> pairs = pairs();
    PairSplit split = PairSplit.holdOut(pairs, SentencePair::target, 4, Rng.seeded(3));
    Set<String> learned = targets(split.training());
    Set<String> heldOut = targets(split.heldOut());
    assertThat(heldOut).hasSize(4).doesNotContainAnyElementsOf(learned);
    assertThat(learned).hasSize(8);
    List<SentencePair> all = new ArrayList<>(split.training());
    all.addAll(split.heldOut());
    assertThat(all).containsExactlyInAnyOrderElementsOf(pairs);
    assertThat(split.training())
        .isEqualTo(pairs.stream().filter(split.training()::contains).toList());
    assertThat(PairSplit.holdOut(pairs, PairSide.TARGET::of, 4, Rng.seeded(3))).isEqualTo(split);
    assertThat(PairSplit.fraction(pairs, SentencePair::target, 0.4, Rng.seeded(3)))
        .isEqualTo(split);
    assertThat(PairSplit.holdOut(pairs, SentencePair::target, 4, Rng.seeded(4)))
        .isNotEqualTo(split);
    // all sources differ, so the same count is of single pairs
    assertThat(PairSplit.holdOut(pairs, SentencePair::source, 4, Rng.seeded(3)).heldOut())
        .hasSize(4);
  }

  private static Set<String> targets(List<SentencePair> pairs) {
    return pairs.stream().map(SentencePair::target).collect(Collectors.toSet());
  }

  @Test
  void splitRefusesToHoldOutAll() {
    assertThatThrownBy(() -> PairSplit.holdOut(pairs(), SentencePair::target, 12, Rng.seeded(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("12 different sentences", "12 are to be held out");
    assertThatThrownBy(() -> PairSplit.fraction(pairs(), SentencePair::target, 1, Rng.seeded(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(PairSplit.fraction(pairs(), SentencePair::target, 0, Rng.seeded(1)).heldOut())
        .isEmpty();
    assertThat(PairSplit.fraction(List.of(), SentencePair::target, 0.5, Rng.seeded(1)).training())
        .isEmpty();
  }

  @Test
  void filterComparesNormalisedSentences() {
    SentencePair cold = new SentencePair("J'ai froid\u202F!", "I'm COLD!");
    SentencePair isnt = new SentencePair("Il n'est pas là.", "He isn't there.");
    SentencePair said = new SentencePair("Il l'a dit.", "He said so.");
    SentencePair longer = new SentencePair("a b c d e f g h i", "You're here."); // 9 words
    SentencePair tooLong =
        new SentencePair("a b c d e f g h i.", "You're here."); // 10 with the dot
    List<SentencePair> pairs = List.of(cold, isnt, said, longer, tooLong);
    assertThat(PairFilter.tutorial(PairSide.TARGET).keep(pairs))
        .containsExactly(cold, isnt, longer);
    assertThat(PairFilter.tutorial(PairSide.SOURCE).keep(pairs)).isEmpty();
    assertThat(new PairFilter(4, PairSide.SOURCE, List.of()).keep(pairs)).containsExactly(cold);
    assertThatThrownBy(() -> new PairFilter(0, PairSide.SOURCE, List.of()))
        .hasMessageContaining("maximumWords is 0");
  }

  /// The numbers of `eng-fra/SOURCE.md`, counted there by a program of its own.
  @Test
  void filterKeepsWhatTheTutorialsDoes() {
    List<SentencePair> pairs = PairFile.readTabbed(RealData.file("eng-fra/eng-fra.txt.gz")).pairs();
    assertThat(new PairFilter(9, PairSide.SOURCE, List.of()).keep(pairs)).hasSize(100_373);
    List<SentencePair> kept = PairFilter.tutorial(PairSide.SOURCE).keep(pairs);
    assertThat(kept).hasSize(10_922);
    TokenConfig config =
        TokenConfig.defaults(TokenUnit.WORD)
            .withNormalisation(true, true, true)
            .withVocabulary(1 << 20, 1);
    List<String> english = kept.stream().map(SentencePair::source).toList();
    SentenceCodec codec = SentenceCodec.learn(config, english);
    for (String sentence : english) {
      assertThat(codec.encode(sentence)).hasSizeLessThan(10).doesNotContain(codec.unknown());
    }
  }

  @Test
  void encodesWithCountsOfWhatIsCutLeftOutAndUnknown() {
    SentenceCodec words =
        SentenceCodec.learn(
            TokenConfig.defaults(TokenUnit.WORD)
                .withNormalisation(false, false, true)
                .withVocabulary(100, 1),
            List.of("a b c d e"));
    List<SentencePair> pairs =
        List.of(
            new SentencePair("a b", "c x"),
            new SentencePair("a b c d", "x y z"),
            new SentencePair("a", "b c d e e"),
            new SentencePair("12", "a"),
            new SentencePair("a", "…"));
    EncodedPairs cut = EncodedPairs.of(pairs, words, words, 3, Overlong.TRUNCATE);
    assertThat(cut.pairs()).hasSize(3);
    assertThat(cut.overlong()).isEqualTo(2);
    assertThat(cut.empty()).isEqualTo(2);
    assertThat(cut.source()).isEqualTo(new EncodedPairs.SideCounts(2 + 3 + 1, 0));
    assertThat(cut.target()).isEqualTo(new EncodedPairs.SideCounts(2 + 3 + 3, 4));
    assertThat(words.decode(cut.pairs().get(2).target())).isEqualTo("b c d");
    EncodedPairs skipped = EncodedPairs.of(pairs, words, words, 3, Overlong.SKIP);
    assertThat(skipped.pairs()).hasSize(1);
    assertThat(skipped.overlong()).isEqualTo(2);
    assertThat(skipped.target()).isEqualTo(new EncodedPairs.SideCounts(2, 1));
    assertThat(EncodedPairs.of(List.of(), words, words, 3, Overlong.SKIP).pairs()).isEmpty();
    assertThatThrownBy(() -> EncodedPairs.of(pairs.subList(1, 5), words, words, 2, Overlong.SKIP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("No pair of 4", "2 have a side of more than 2", "of 2 a side");
    assertThatThrownBy(() -> EncodedPairs.of(pairs, words, words, 0, Overlong.SKIP))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
