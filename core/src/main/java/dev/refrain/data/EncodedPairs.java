package dev.refrain.data;

import java.util.ArrayList;
import java.util.Arrays;
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
  /// @param treatment what becomes of pairs with a longer side
  /// @throws DataException if there are pairs, but none is left
  public static EncodedPairs of(
      List<SentencePair> pairs,
      SentenceCodec source,
      SentenceCodec target,
      int maximumLength,
      Overlong treatment) {
    if (maximumLength < 1) {
      throw new IllegalArgumentException(
          "a maximum length of %d tokens; at least 1".formatted(maximumLength));
    }
    List<EncodedPair> kept = new ArrayList<>(pairs.size());
    int overlong = 0;
    int empty = 0;
    for (SentencePair pair : pairs) {
      int[] read = source.encode(pair.source());
      int[] written = target.encode(pair.target());
      if (read.length == 0 || written.length == 0) {
        empty++;
        continue;
      }
      if (Math.max(read.length, written.length) > maximumLength) {
        overlong++;
        switch (treatment) {
          case SKIP -> {
            continue;
          }
          case TRUNCATE -> {
            read = Arrays.copyOf(read, Math.min(read.length, maximumLength));
            written = Arrays.copyOf(written, Math.min(written.length, maximumLength));
          }
        }
      }
      kept.add(new EncodedPair(read, written));
    }
    if (kept.isEmpty() && !pairs.isEmpty()) {
      throw new DataException(
          "No pair of %,d is left: %,d have a side of more than %,d tokens, and of %,d a side is empty once normalised; raise the maximum length or normalise less."
              .formatted(pairs.size(), overlong, maximumLength, empty));
    }
    return new EncodedPairs(
        kept,
        counts(kept.stream().map(EncodedPair::source).toList(), source.unknown()),
        counts(kept.stream().map(EncodedPair::target).toList(), target.unknown()),
        overlong,
        empty);
  }

  private static SideCounts counts(List<int[]> sides, int unknown) {
    long tokens = 0;
    long strangers = 0;
    for (int[] ids : sides) {
      tokens += ids.length;
      for (int id : ids) {
        strangers += id == unknown ? 1 : 0;
      }
    }
    return new SideCounts(tokens, strangers);
  }
}
