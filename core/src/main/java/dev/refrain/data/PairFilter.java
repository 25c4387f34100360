package dev.refrain.data;

import java.util.List;

/// A choice of simple sentence pairs, as PyTorch's tutorial on translation makes it (Robertson
/// 2017). Sentences are compared in small letters, without accents and with letters and `.!?` only;
/// the pairs themselves stay as they are.
///
/// @param maximumWords how many words, counting `.!?`, a side may have; 9 in the tutorial
/// @param side the side that the beginnings are of
/// @param beginnings how that side must begin, one of these; none if any beginning will do
public record PairFilter(int maximumWords, PairSide side, List<String> beginnings) {

  /// The tutorial's beginnings of English sentences. A space at the end says that a word ends there.
  public static final List<String> TUTORIAL =
      List.of(
          "i am ", "i m ", "he is", "he s ", "she is", "she s ", "you are", "you re ", "we are",
          "we re ", "they are", "they re ");

  public PairFilter {
    beginnings = List.copyOf(beginnings);
  }

  /// The pairs that are kept, in order.
  public List<SentencePair> keep(List<SentencePair> pairs) {
    throw new UnsupportedOperationException("soon");
  }
}
