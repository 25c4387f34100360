package dev.refrain.data;

import java.util.List;

/// Sentence pairs as token numbers, with what is needed to report on them.
///
/// @param pairs what can be learned, in order
/// @param source what became of the sides that are read
/// @param target what became of the sides that are written
/// @param overlong how many pairs had a side beyond the maximum length, and were cut or left out
/// @param empty how many pairs were left out because nothing was left of a side once normalised
public record EncodedPairs(
    List<EncodedPair> pairs, SideCounts source, SideCounts target, int overlong, int empty) {

  /// What one side of the pairs that are kept has.
  ///
  /// @param tokens how many tokens, without begin and end
  /// @param unknown how many of them are not in the vocabulary
  public record SideCounts(long tokens, long unknown) {}

  public EncodedPairs {
    pairs = List.copyOf(pairs);
  }

  /// Encodes pairs.
  ///
  /// @param maximumLength how many tokens a side may have, without begin and end
  /// @param overlong what becomes of pairs with a longer side
  /// @throws DataException if there are pairs, but none is left
  public static EncodedPairs of(
      List<SentencePair> pairs,
      SentenceCodec source,
      SentenceCodec target,
      int maximumLength,
      Overlong overlong) {
    throw new UnsupportedOperationException("soon");
  }
}
