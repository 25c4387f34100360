package dev.refrain.data;

import dev.refrain.tensor.Rng;
import java.util.List;
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
  /// @throws DataException if there are not more different sentences than that
  public static PairSplit holdOut(
      List<SentencePair> pairs, Function<SentencePair, String> sentence, int count, Rng rng) {
    throw new UnsupportedOperationException("soon");
  }

  /// Holds out a part of the different sentences, rounded down; see [#holdOut].
  ///
  /// @param fraction at least 0 and below 1
  /// @throws IllegalArgumentException if the fraction is not
  public static PairSplit fraction(
      List<SentencePair> pairs, Function<SentencePair, String> sentence, double fraction, Rng rng) {
    throw new UnsupportedOperationException("soon");
  }
}
