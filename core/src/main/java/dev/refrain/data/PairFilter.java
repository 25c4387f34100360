package dev.refrain.data;

import dev.refrain.config.Checks;
import java.util.List;

/// A choice of simple sentence pairs, as PyTorch's tutorial on translation makes it (Robertson
/// 2017). Sentences are compared in small letters, without accents and with letters and `.!?` only;
/// the pairs themselves stay as they are.
///
/// @param maximumWords how many words, counting `.!?`, a side may have
/// @param side the side that the beginnings are of
/// @param beginnings how that side must begin, one of these; none if any beginning will do
public record PairFilter(int maximumWords, PairSide side, List<String> beginnings) {

  /// The tutorial's beginnings of English sentences. A space at the end says that a word ends there.
  public static final List<String> TUTORIAL =
      List.of(
          "i am ",
          "i m ",
          "he is",
          "he s ",
          "she is",
          "she s ",
          "you are",
          "you re ",
          "we are",
          "we re ",
          "they are",
          "they re ");

  private static final TokenConfig COMPARED =
      TokenConfig.defaults(TokenUnit.WORD).withNormalisation(true, true, true);

  public PairFilter {
    Checks.requireWhole("maximumWords", maximumWords, 1, Integer.MAX_VALUE);
    Checks.require(side != null, "side is missing; known are source, target");
    beginnings = List.copyOf(beginnings);
  }

  /// The tutorial's choice: fewer than 10 words and one of its beginnings.
  public static PairFilter tutorial(PairSide english) {
    return new PairFilter(9, english, TUTORIAL);
  }

  /// The pairs that are kept, in order.
  public List<SentencePair> keep(List<SentencePair> pairs) {
    return pairs.stream().filter(this::keeps).toList();
  }

  private boolean keeps(SentencePair pair) {
    SentencePair compared =
        new SentencePair(COMPARED.normalize(pair.source()), COMPARED.normalize(pair.target()));
    return words(compared.source()) <= maximumWords
        && words(compared.target()) <= maximumWords
        && (beginnings.isEmpty() || beginnings.stream().anyMatch(side.of(compared)::startsWith));
  }

  private static long words(String compared) {
    return 1 + compared.chars().filter(c -> c == ' ').count();
  }
}
