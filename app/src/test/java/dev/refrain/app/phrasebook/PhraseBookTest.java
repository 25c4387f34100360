package dev.refrain.app.phrasebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.app.phrasebook.Lexicon.Noun;
import dev.refrain.app.phrasebook.PhrasePair.Link;
import dev.refrain.data.WordTokenizer;
import dev.refrain.tensor.Rng;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holds each pair of the book against rules of the two languages that the grammar does not use
/// itself.
final class PhraseBookTest {
  private static final PhraseBook BOOK = PhraseBook.standard();
  private static final Lexicon LEXICON = Lexicon.read();
  private static final String VOWEL = "[aàâeéèêiîoôuûyœh]";
  private static final String START = "(?:^|[ '])";

  private static List<PhrasePair> all() {
    return Stream.concat(BOOK.training().stream(), BOOK.heldOut().stream()).toList();
  }

  private static List<String> words(String sentence) {
    return List.of(sentence.split(" "));
  }

  /// A larger book has forms that the standard one may not have drawn.
  private static final List<PhrasePair> LARGE =
      Stream.of(PhraseBook.write(10_000, Rng.seeded(99)))
          .flatMap(book -> Stream.concat(book.training().stream(), book.heldOut().stream()))
          .toList();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        ".*black (cat|dog|horse)s? .*; .*(chat|chien|cheva[lu])[sx]? noirs? .*",
        ".*little (cat|dog|rabbit)s? .*; .*petits? (chat|chien|lapin)s? .*",
        "she's tired; elle est fatiguée",
        "the cats are black; les chats sont noirs",
        "the \\S+ (is not|isn't) black; (le |la |l')\\S+ n'est pas noire?",
        "i (do not|don't) (see|want) (the|this|your|his) .*; je ne (vois|veux) pas (l|c|t|s).*",
        "(i|he|she|we|they) (do|does)( not|n't) have an? .*; \\S+ (n'|ne )\\S+ pas d(e |').*",
        "i'm hungry; j'ai faim",
        "he knows us; il nous connaît",
        "my school is .*; mon école est .*",
        "this beautiful (bird|tree|hotel) .*; ce bel (oiseau|arbre|hôtel) .*",
        ".* at the market; .* au marché",
        "my (brother|uncle)'s .* is .*; (le |la |l').* de mon (frère|oncle) .*est .*",
      })
  void hasWhatTheBookIsFor(String english, String french) {
    List<PhrasePair> found =
        LARGE.stream().filter(pair -> pair.english().matches(english)).toList();
    assertThat(found).isNotEmpty().allMatch(pair -> pair.french().matches(french));
  }

  @Test
  void hasThousandsOfPairsAllDifferentAndTheSameEachTime() {
    assertThat(all()).hasSizeBetween(4_000, 8_000);
    assertThat(all().stream().map(PhrasePair::english)).doesNotHaveDuplicates();
    assertThat(BOOK.heldOut().size()).isBetween(all().size() / 12, all().size() / 8);
    assertThat(PhraseBook.standard()).isEqualTo(BOOK);
    assertThat(PhraseBook.write(500, Rng.seeded(2)))
        .isNotEqualTo(PhraseBook.write(500, Rng.seeded(3)));
  }

  @Test
  void sameEnglishIsNeverTranslatedInTwoWays() {
    Map<String, String> french = new HashMap<>();
    Lexicon lexicon = Lexicon.read();
    var sentences = new Sentences(lexicon, new Draw(Rng.seeded(5)));
    for (int i = 0; i < 20_000; i++) {
      PhrasePair pair = sentences.next();
      String before = french.putIfAbsent(pair.english(), pair.french());
      assertThat(before).as(pair.english()).isIn(null, pair.french());
    }
  }

  @Test
  void heldOutTranslationsWereNeverLearned() {
    Set<String> learned =
        BOOK.training().stream().map(PhrasePair::french).collect(Collectors.toSet());
    assertThat(BOOK.heldOut()).noneMatch(pair -> learned.contains(pair.french()));
    assertThat(BOOK.heldOut())
        .anyMatch(
            pair ->
                pair.english().equals(PhraseBook.SHOWN)
                    && pair.french().equals("le chat est noir"));
    Map<String, Long> sayings =
        BOOK.heldOut().stream()
            .collect(Collectors.groupingBy(PhrasePair::french, Collectors.counting()));
    assertThat(sayings.values()).as("contracted and not, side by side").anyMatch(n -> n > 1);
  }

  @Test
  void everyWordThatIsHeldOutWasLearned() {
    for (Function<PhrasePair, String> side :
        List.<Function<PhrasePair, String>>of(PhrasePair::english, PhrasePair::french)) {
      Map<String, Integer> counts = new TreeMap<>();
      BOOK.training()
          .forEach(pair -> words(side.apply(pair)).forEach(w -> counts.merge(w, 1, Integer::sum)));
      Set<String> rare = new TreeSet<>();
      for (PhrasePair pair : BOOK.heldOut()) {
        words(side.apply(pair)).stream()
            .filter(w -> counts.getOrDefault(w, 0) < 3)
            .forEach(rare::add);
      }
      assertThat(rare).isEmpty();
    }
  }

  @Test
  void wordsAreThoseOfTheTokenizer() {
    var tokenizer = new WordTokenizer(WordTokenizer.Lines.JOIN);
    for (PhrasePair pair : LARGE) {
      assertThat(tokenizer.tokenize(pair.english())).isEqualTo(words(pair.english()));
      assertThat(tokenizer.tokenize(pair.french())).isEqualTo(words(pair.french()));
    }
  }

  @Test
  void linksJoinEachWordOfContentWithItsTranslation() {
    Map<String, Set<String>> translations = translations();
    for (PhrasePair pair : LARGE) {
      List<String> english = words(pair.english());
      List<String> french = words(pair.french());
      for (Link link : pair.links()) {
        String source = withoutEnding(english.get(link.english()));
        String target = withoutElision(french.get(link.french()));
        assertThat(translations).containsKey(source);
        assertThat(translations.get(source)).as("%s in %s", source, pair).contains(target);
      }
      assertThat(pair.links().stream().map(Link::french)).doesNotHaveDuplicates();
      assertThat(pair.links().stream().map(Link::english))
          .as("%s", pair)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, english.size())
                  .filter(i -> translations.containsKey(withoutEnding(english.get(i))))
                  .boxed()
                  .toList());
    }
  }

  private static String withoutEnding(String english) {
    return english.replaceFirst("'s$", "");
  }

  private static String withoutElision(String french) {
    return french.equals("aujourd'hui") ? french : french.replaceFirst("^[a-z]'", "");
  }

  /// Each English form of the lexicon with all French forms it may have.
  private static Map<String, Set<String>> translations() {
    Map<String, Set<String>> all = new HashMap<>();
    for (Noun noun : LEXICON.nouns()) {
      for (int i = 0; i < noun.en().size(); i++) {
        add(all, noun.en().get(i), noun.fr().subList(i, i + 1));
      }
    }
    for (Lexicon.Adjective adjective : LEXICON.adjectives()) {
      add(all, adjective.en(), adjective.fr());
      if (adjective.vowel() != null) {
        add(all, adjective.en(), List.of(adjective.vowel()));
      }
    }
    for (Lexicon.Verb verb : LEXICON.verbs()) {
      verb.en().forEach(form -> add(all, form, verb.fr()));
    }
    Stream.of(LEXICON.feelings(), LEXICON.numbers(), LEXICON.frequencies(), LEXICON.times())
        .flatMap(List::stream)
        .forEach(term -> add(all, term.en(), List.of(term.fr())));
    add(all, "never", List.of("jamais"));
    return all;
  }

  private static void add(Map<String, Set<String>> all, String english, List<String> french) {
    all.computeIfAbsent(english, e -> new HashSet<>()).addAll(french);
  }

  @Test
  void frenchIsElidedAndContractedWhereItMust() {
    Pattern wrong =
        Pattern.compile(
            START
                + "(?:je|me|te|le|la|ne|de|ce|ma|ta|sa|beau|nouveau) "
                + VOWEL
                + ("|" + START + "(?:le|ce|un|mon|ton|son|notre|votre|leur) vieux ")
                + ("|" + START + "(?:de|à) les? ")
                + ("|" + START + "(?:cet|bel|vieil|nouvel) (?!" + VOWEL + ")")
                + ("|" + START + "(?:[jmtlnd])'(?!" + VOWEL + ")"));
    for (PhrasePair pair : LARGE) {
      var found = wrong.matcher(pair.french());
      assertThat(found.find() && !found.group().endsWith("vieux "))
          .as("%s: %s", pair.french(), pair.english())
          .isFalse();
    }
  }

  @Test
  void sentencesAreShort() { // the quickstart counts on it
    assertThat(LARGE).allMatch(pair -> words(pair.french()).size() < 16);
  }

  @Test
  void englishArticlesFitTheNextWord() {
    for (PhrasePair pair : LARGE) {
      assertThat(pair.english())
          .doesNotContainPattern(START + "a [aeiou]|" + START + "an [^aeiou]");
    }
  }
}
