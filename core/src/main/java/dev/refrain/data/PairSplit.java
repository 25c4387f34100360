package dev.refrain.data;

import dev.refrain.config.Checks;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Sentence pairs in two parts: to learn from, and held out. All pairs with the same sentence are in
/// the same part, so that no translation of a held-out sentence was learned.
///
/// @param training what is learned from, in the order in which it was given
/// @param heldOut the rest, in the order in which it was given
public record PairSplit(List<SentencePair> training, List<SentencePair> heldOut) {

  public PairSplit {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
  }

  /// Holds out all pairs of some sentences drawn from `rng`.
  ///
  /// @param sentence what of a pair must not be in both parts, such as [SentencePair#target], or
  ///     that as [TokenConfig#normalize] makes it
  /// @param count how many different sentences are held out
  /// @throws IllegalArgumentException if the count is below 0
  /// @throws DataException if there are not more different sentences than that
  public static PairSplit holdOut(
      List<SentencePair> pairs, Function<SentencePair, String> sentence, int count, Rng rng) {
    Checks.requireWhole("the number of sentences held out", count, 0, Integer.MAX_VALUE);
    Sentences sentences = Sentences.of(pairs, sentence);
    if (count > 0 && count >= sentences.distinct()) {
      throw new DataException(
          "The pairs have %,d different sentences, and %,d are to be held out; hold out fewer."
              .formatted(sentences.distinct(), count));
    }
    return split(pairs, sentences, count, rng);
  }

  /// Holds out a part of the different sentences, rounded down; see [#holdOut].
  ///
  /// @param fraction at least 0 and below 1
  /// @throws IllegalArgumentException if the fraction is not
  public static PairSplit fraction(
      List<SentencePair> pairs, Function<SentencePair, String> sentence, double fraction, Rng rng) {
    Checks.requireRate("the fraction held out", fraction);
    Sentences sentences = Sentences.of(pairs, sentence);
    return split(pairs, sentences, (int) (sentences.distinct() * fraction), rng);
  }

  private static PairSplit split(
      List<SentencePair> pairs, Sentences sentences, int count, Rng rng) {
    int[] order = new int[sentences.distinct()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    rng.shuffle(order);
    boolean[] out = new boolean[order.length];
    for (int i = 0; i < count; i++) {
      out[order[i]] = true;
    }
    List<SentencePair> training = new ArrayList<>(pairs.size());
    List<SentencePair> heldOut = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      (out[sentences.numbers().get(i)] ? heldOut : training).add(pairs.get(i));
    }
    return new PairSplit(training, heldOut);
  }

  /// The different sentences of some pairs, numbered in the order in which they come.
  ///
  /// @param numbers the number of each pair's sentence
  private record Sentences(List<Integer> numbers, int distinct) {
    static Sentences of(List<SentencePair> pairs, Function<SentencePair, String> sentence) {
      Map<String, Integer> known = new HashMap<>();
      List<Integer> numbers = new ArrayList<>(pairs.size());
      for (SentencePair pair : pairs) {
        numbers.add(known.computeIfAbsent(sentence.apply(pair), _ -> known.size()));
      }
      return new Sentences(numbers, known.size());
    }
  }
}
