package dev.refrain.app.phrasebook;

import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// English–French pairs, all different, with a part held out. Sentences of the same translation,
/// such as "she is tired" and "she's tired", are in the same part, so no translation that is held
/// out has been seen; and what is held out is made of words that are not rare.
///
/// @param training the pairs to learn from, in random order
/// @param heldOut the others
public record PhraseBook(List<PhrasePair> training, List<PhrasePair> heldOut) {
  /// The sentence whose attention map is shown; it is always held out.
  public static final String SHOWN = "the cat is black";

  private static final int PAIRS = 6_000;
  private static final double HELD_OUT = 0.1;
  private static final long SEED = 1;

  /// How many pairs must have a word for one of them to be held out.
  private static final int COMMON = 10;

  /// The book that the application learns: the same each time.
  public static PhraseBook standard() {
    return write(PAIRS, Rng.seeded(SEED));
  }

  /// Writes a book of so many pairs, the same for the same random numbers.
  static PhraseBook write(int pairs, Rng rng) {
    var sentences = new Sentences(Lexicon.read(), new Draw(rng));
    Map<String, PhrasePair> byEnglish = new LinkedHashMap<>();
    PhrasePair shown = sentences.description("cat", "black");
    byEnglish.put(shown.english(), shown);
    while (byEnglish.size() < pairs) {
      PhrasePair pair = sentences.next();
      byEnglish.putIfAbsent(pair.english(), pair);
    }
    Map<String, Integer> counts = new HashMap<>();
    for (PhrasePair pair : byEnglish.values()) {
      words(pair).forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    Map<String, List<PhrasePair>> byFrench = new LinkedHashMap<>();
    for (PhrasePair pair : byEnglish.values()) {
      byFrench.computeIfAbsent(pair.french(), french -> new ArrayList<>()).add(pair);
    }
    List<PhrasePair> training = new ArrayList<>();
    List<PhrasePair> heldOut = new ArrayList<>();
    for (List<PhrasePair> same : byFrench.values()) {
      boolean common =
          same.stream().flatMap(PhraseBook::words).allMatch(word -> counts.get(word) >= COMMON);
      boolean held = same.contains(shown) || (common && rng.nextDouble() < HELD_OUT);
      (held ? heldOut : training).addAll(same);
    }
    return new PhraseBook(List.copyOf(training), List.copyOf(heldOut));
  }

  /// The words of both sides.
  private static Stream<String> words(PhrasePair pair) {
    return Stream.of(pair.english(), pair.french()).flatMap(side -> Stream.of(side.split(" ")));
  }
}
