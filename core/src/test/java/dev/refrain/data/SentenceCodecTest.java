package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentenceCodecTest {
  private static final List<String> SENTENCES =
      List.of(
          "The black cat isn't here.",
          "Le chat noir n’est pas là\u202F!",
          "«\u00A0Où est l'homme\u00A0?\u00A0»",
          "The cat, the dog; 3 cats  and 14 dogs.",
          "Où est le chat\u00A0?");

  private static TokenConfig config(TokenUnit unit) {
    return TokenConfig.defaults(unit).withVocabulary(1000, 1);
  }

  private static SentenceCodec codec(TokenUnit unit) {
    return SentenceCodec.learn(config(unit), SENTENCES);
  }

  private static List<String> tokens(SentenceCodec codec, String sentence) {
    return Arrays.stream(codec.encode(sentence)).mapToObj(codec.vocabulary()::token).toList();
  }

  @ParameterizedTest
  @EnumSource
  void specialTokensComeFirst(TokenUnit unit) {
    SentenceCodec codec = codec(unit);
    assertThat(codec.vocabulary().token(codec.begin())).isEqualTo("<s>");
    assertThat(codec.vocabulary().token(codec.end())).isEqualTo("</s>");
    assertThat(codec.begin()).isEqualTo(0);
    assertThat(codec.end()).isEqualTo(1);
    assertThat(codec.unknown()).isEqualTo(unit == TokenUnit.BPE ? -1 : 2);
    int[] framed =
        IntStream.concat(
                IntStream.of(0),
                IntStream.concat(Arrays.stream(codec.encode("The cat")), IntStream.of(1)))
            .toArray();
    assertThat(codec.decode(framed)).isEqualTo("The cat");
    assertThat(codec.decode()).isEmpty();
    assertThat(codec.encode("")).isEmpty();
  }

  @Test
  void wordsAreRebuiltAndTheRestIsUnknown() {
    SentenceCodec codec = codec(TokenUnit.WORD);
    assertThat(tokens(codec, "The dog isn't noir, horse!"))
        .containsExactly("The", "dog", "isn't", "noir", ",", "<unk>", "!");
    assertThat(codec.decode(codec.encode("The dog isn't noir, horse!")))
        .isEqualTo("The dog isn't noir, <unk>!");
    // the kind of white space is lost, not that there is some
    assertThat(codec.decode(codec.encode("Le chat\u00A0?"))).isEqualTo("Le chat ?");
    assertThat(codec.vocabulary().tokens().subList(0, 5))
        .containsExactly("<s>", "</s>", "<unk>", "<join>", "<space>");
    assertThat(
            SentenceCodec.learn(config(TokenUnit.WORD).withVocabulary(7, 2), SENTENCES)
                .vocabulary()
                .tokens()
                .subList(5, 7))
        .containsExactly(".", "?"); // chat occurs twice too, but its letters come later
  }

  @Test
  void charactersAreTokensAndUnseenOnesUnknown() {
    SentenceCodec codec = codec(TokenUnit.CHARACTER);
    assertThat(codec.encode("chat z🐋")).hasSize(7).endsWith(codec.unknown(), codec.unknown());
    assertThat(codec.decode(codec.encode("l'homme\u00A0?  x"))).isEqualTo("l'homme\u00A0?  <unk>");
  }

  @Test
  void showsTokensAsTheyLook() {
    SentenceCodec subwords = codec(TokenUnit.BPE);
    assertThat(subwords.surface(subwords.encode("The chats\u00A0? z")))
        .containsExactly("▁The", "▁chat", "s", "▁?", "▁", "<0x7A>");
    assertThat(subwords.surface(0, 1)).containsExactly("<s>", "</s>");
    SentenceCodec words = codec(TokenUnit.WORD);
    assertThat(words.surface(words.encode("cat horse"))).containsExactly("cat", "<unk>");
    SentenceCodec characters = codec(TokenUnit.CHARACTER);
    assertThat(characters.surface(characters.encode("a l"))).containsExactly("a", "▁", "l");
  }

  @Test
  void lettersOnlyIsTheTutorialsNormalisation() {
    TokenConfig config = config(TokenUnit.WORD).withNormalisation(true, true, true);
    SentenceCodec codec = SentenceCodec.learn(config, SENTENCES);
    assertThat(config.normalize("  Où est l'Homme\u00A0?! 3 cœurs… U.S."))
        .isEqualTo("ou est l homme ? ! c urs u .s .");
    assertThat(tokens(codec, "Où est l'homme?")).containsExactly("ou", "est", "l", "homme", "?");
    assertThat(codec.decode(codec.encode("Où est l'homme?!"))).isEqualTo("ou est l homme ? !");
    assertThat(codec.vocabulary().token(3)).isNotEqualTo("<join>");
    assertThat(config.withNormalisation(false, false, true).normalize("Où, ДА 3?"))
        .isEqualTo("Où ДА ?");
  }

  @Test
  void normalisesInOrder() {
    TokenConfig config = config(TokenUnit.CHARACTER);
    assertThat(config.normalize("É\uD83D x\uDC0B🐋")).isEqualTo("É\uFFFD x\uFFFD🐋");
    assertThat(config.withNormalisation(true, false, false).normalize("ÉİI"))
        .isEqualTo("éi\u0307i");
    assertThat(config.withNormalisation(true, true, false).normalize("ÉİI ßø한"))
        .isEqualTo("eii ßø한");
    assertThat(config.withNormalisation(false, true, false).normalize("Çà e\u0301"))
        .isEqualTo("Ca e");
  }

  @Test
  void subwordsGiveBackAnySentence() {
    SentenceCodec codec = codec(TokenUnit.BPE);
    String alphabet =
        "aThe catLeOù '’ \u00A0\u202F\u2581\t\n<s></s>0x!?🐋\uD83D\uDC0B\u0301\uFFFD白éß";
    for (int seed = 0; seed < 3000; seed++) {
      Rng rng = Rng.seeded(seed);
      StringBuilder text = new StringBuilder();
      for (int i = rng.nextInt(30); i > 0; i--) {
        text.append(
            switch (rng.nextInt(4)) {
              case 0 -> (char) rng.nextInt(0x10000);
              case 1 -> Character.toString(rng.nextInt(0x110000));
              default -> alphabet.charAt(rng.nextInt(alphabet.length()));
            });
      }
      String sentence = text.toString();
      int[] ids = codec.encode(sentence);
      String normalized = codec.config().normalize(sentence);
      assertThat(codec.decode(ids)).as("seed %d", seed).isEqualTo(normalized);
      assertThat(Arrays.stream(ids).filter(id -> id < 2)).as("seed %d", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyTokensHaveAText(TokenUnit unit) {
    SentenceCodec codec = codec(unit);
    for (int seed = 0; seed < 1000; seed++) {
      Rng rng = Rng.seeded(seed);
      int[] ids =
          IntStream.range(0, rng.nextInt(20))
              .map(_ -> rng.nextInt(codec.vocabulary().size()))
              .toArray();
      String text = codec.decode(ids);
      assertThat(codec.config().normalize(text)).as("seed %d", seed).isEqualTo(text);
      assertThat(codec.surface(ids)).hasSize(ids.length).noneMatch(String::isEmpty);
    }
  }

  @Test
  void bytesThatAreNotUtf8BecomeTheReplacementCharacter() {
    SentenceCodec codec = codec(TokenUnit.BPE);
    int c3 = codec.vocabulary().id("<0xC3>");
    int a9 = codec.vocabulary().id("<0xA9>");
    int t = codec.vocabulary().id("t");
    assertThat(codec.decode(c3, a9)).isEqualTo("é");
    assertThat(codec.decode(c3, t, a9)).isEqualTo("\uFFFDt\uFFFD");
    assertThat(codec.decode(c3, codec.end(), t)).isEqualTo("\uFFFDt");
  }

  @ParameterizedTest
  @EnumSource
  void filesGiveTheSameCodec(TokenUnit unit) {
    SentenceCodec codec = codec(unit);
    SentenceCodec read =
        SentenceCodec.parse(codec.config(), "v", codec.vocabularyLines(), "m", codec.mergeLines());
    assertThat(read.vocabulary()).isEqualTo(codec.vocabulary());
    assertThat(read.mergeLines()).isEqualTo(codec.mergeLines());
    for (String sentence : SENTENCES) {
      assertThat(read.encode(sentence)).isEqualTo(codec.encode(sentence));
    }
    assertThat(codec.mergeLines().isEmpty()).isEqualTo(unit != TokenUnit.BPE);
    List<String> shuffled = new ArrayList<>(SENTENCES);
    Collections.reverse(shuffled);
    assertThat(SentenceCodec.learn(config(unit), shuffled).vocabulary())
        .isEqualTo(codec.vocabulary());
  }

  @Test
  void mergesAreReadStrictly() {
    SentenceCodec codec = codec(TokenUnit.BPE);
    List<String> merges = codec.mergeLines();
    List<String> vocabulary = codec.vocabularyLines();
    assertThat(merges.getFirst()).isEqualTo("#refrain-merges 1");
    assertBad(vocabulary, List.of(), "merges.txt, line 1 is not '#refrain-merges 1'");
    assertBad(vocabulary, with(merges, 0, "#refrain-merges 2"), "merges.txt, line 1 ");
    assertBad(vocabulary, with(merges, 3, "ab"), "merges.txt, line 4 has 'ab', not two pieces");
    assertBad(
        vocabulary, with(merges, 3, "\\x t"), "merges.txt, line 4 column 1 has the unknown escape");
    assertBad(
        vocabulary, with(merges, 3, "zz t"), "merges.txt, line 4 joins 'zz', which is no piece");
    assertBad(vocabulary, with(merges, 3, "t "), "merges.txt, line 4 joins ''");
    assertBad(vocabulary, with(merges, 3, "<0x41> t"), "merges.txt, line 4 joins '<0x41>'");
    assertBad(vocabulary, with(merges, 3, "</s> t"), "merges.txt, line 4 joins '</s>'");
    assertBad(vocabulary, with(merges, 3, merges.get(2)), "merges.txt, line 4 repeats line 3");
    assertBad(
        vocabulary,
        with(merges, 3, "? ?"),
        "merges.txt, line 4 makes '??', but vocabulary.txt has '");
    assertBad(
        vocabulary,
        merges.subList(0, merges.size() - 1),
        "vocabulary.txt, line " + vocabulary.size(),
        "which no merge of merges.txt makes");
    assertBad(
        vocabulary.subList(0, vocabulary.size() - 1),
        merges,
        "merges.txt, line " + merges.size(),
        "has no more lines");
  }

  @Test
  void vocabulariesAreReadStrictly() {
    SentenceCodec codec = codec(TokenUnit.BPE);
    List<String> vocabulary = codec.vocabularyLines();
    List<String> merges = codec.mergeLines();
    assertBad(
        with(vocabulary, 0, "<z>"), merges, "vocabulary.txt, line 1 has '<z>', expected '<s>'");
    assertBad(
        with(vocabulary, 258, "▁"), merges, "vocabulary.txt, line 259 has '▁', expected '\\s'");
    assertBad(
        vocabulary.subList(0, 9), merges, "vocabulary.txt, line 10 has '', expected '<0x07>'");
    assertBad(
        with(vocabulary, 300, vocabulary.get(299)), merges, "vocabulary.txt, line 301 repeats");
    assertBad(List.of(), merges, "vocabulary.txt has no tokens");
    assertBad(
        Collections.nCopies(1001, "x"), merges, "vocabulary.txt has 1,001 tokens", "allows 1,000");
    assertThatThrownBy(
            () ->
                SentenceCodec.parse(
                    config(TokenUnit.WORD),
                    "v.txt",
                    codec(TokenUnit.WORD).vocabularyLines(),
                    "m.txt",
                    merges))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("m.txt has ")
        .hasMessageContaining("unit word have no merges");
    assertThatThrownBy(
            () ->
                SentenceCodec.parse(
                    config(TokenUnit.WORD),
                    "v.txt",
                    codec(TokenUnit.CHARACTER).vocabularyLines(),
                    "m.txt",
                    List.of()))
        .hasMessageContaining("v.txt, line 4 has '")
        .hasMessageContaining("expected '<join>'");
  }

  private static List<String> with(List<String> lines, int index, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(index, line);
    return changed;
  }

  private static void assertBad(List<String> vocabulary, List<String> merges, String... parts) {
    assertThatThrownBy(
            () ->
                SentenceCodec.parse(
                    config(TokenUnit.BPE), "vocabulary.txt", vocabulary, "merges.txt", merges))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aSpecialTokenIsNeverMadeByMerges() {
    List<String> vocabulary =
        new ArrayList<>(Subwords.firstTokens().stream().map(TokenLine::escape).toList());
    vocabulary.addAll(List.of("<", "s", ">", "<s"));
    assertBad(
        vocabulary, List.of("#refrain-merges 1", "< s", "<s >"), "merges.txt, line 3 makes '<s>'");
  }

  @ParameterizedTest
  @EnumSource
  void nothingToLearnIsAnError(TokenUnit unit) {
    TokenConfig letters = config(unit).withNormalisation(false, false, true);
    assertThatThrownBy(() -> SentenceCodec.learn(letters, List.of("123", "")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Nothing in the 2 sentences");
    assertThatThrownBy(() -> TokenConfig.defaults(unit).withVocabulary(3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tokens.size is 3");
    assertThatThrownBy(() -> TokenConfig.defaults(unit).withVocabulary(1000, 0))
        .hasMessageContaining("tokens.minimumCount is 0");
  }

  @Test
  void unitsHaveNames() {
    assertThat(TokenUnit.named("BPE")).isEqualTo(TokenUnit.BPE);
    assertThatThrownBy(() -> TokenUnit.named("morph"))
        .hasMessage("there is no unit 'morph'; known are word, char, bpe");
  }

  @Test
  void givesBackAllOfEngFra() {
    PairFile file = PairFile.readTabbed(RealData.file("eng-fra/eng-fra.txt.gz"));
    assertGivesBack(file.pairs().stream().map(SentencePair::target).toList());
  }

  @Test
  void givesBackAllOfMulti30kInGerman() {
    PairFile file =
        PairFile.readParallel(
            RealData.file("multi30k/train.de.gz"), RealData.file("multi30k/train.en.gz"));
    assertThat(file.pairs()).hasSize(29_000);
    assertGivesBack(file.pairs().stream().map(SentencePair::source).toList());
  }

  /// Subwords of every other sentence give back all, words and characters of all what they can say.
  private static void assertGivesBack(List<String> sentences) {
    List<String> half =
        IntStream.range(0, sentences.size() / 2).mapToObj(i -> sentences.get(2 * i)).toList();
    SentenceCodec subwords = SentenceCodec.learn(TokenConfig.defaults(TokenUnit.BPE), half);
    assertThat(subwords.vocabulary().size()).isEqualTo(8_000);
    SentenceCodec characters =
        SentenceCodec.learn(TokenConfig.defaults(TokenUnit.CHARACTER), sentences);
    SentenceCodec words =
        SentenceCodec.learn(
            TokenConfig.defaults(TokenUnit.WORD).withVocabulary(1 << 20, 1), sentences);
    WordTokenizer tokenizer = new WordTokenizer(WordTokenizer.Lines.JOIN);
    Set<Integer> used = new HashSet<>();
    for (String sentence : sentences) {
      int[] ids = subwords.encode(sentence);
      Arrays.stream(ids).forEach(used::add);
      if (!subwords.decode(ids).equals(sentence)
          || !characters.decode(characters.encode(sentence)).equals(sentence)
          || !words.decode(words.encode(sentence)).equals(tokenizer.normalize(sentence))) {
        throw new AssertionError(sentence);
      }
    }
    assertThat(used.size()).isGreaterThan(6_000);
  }
}
