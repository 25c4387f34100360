package dev.refrain.data;

import dev.refrain.config.Checks;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// How sentences become tokens. A sentence is normalised first, in the order of the options here,
/// then cut; what a codec decodes is the normalised text.
///
/// @param unit what a token is: `word`, `char` or `bpe`
/// @param lowerCase whether letters become small, by the rules of no language in particular
/// @param stripAccents whether accents are taken off their letters: `é` becomes `e` (what Unicode's
///     NFD decomposes; `ø` and `ß` stay)
/// @param lettersOnly whether a space goes before each of `.!?`, and everything that is not a letter
///     or one of these becomes a space: the normalisation of PyTorch's tutorial on translation
///     (Robertson 2017). As there, the letters are `a` to `z` and `A` to `Z` where accents are
///     stripped; where they are not, any script's
/// @param size how many tokens a vocabulary has at most, the special ones included
/// @param minimumCount how often a token must occur to be in the vocabulary; for `bpe` how often
///     characters and joined pieces must
public record TokenConfig(
    TokenUnit unit,
    boolean lowerCase,
    boolean stripAccents,
    boolean lettersOnly,
    int size,
    int minimumCount) {

  private static final int MAX_SIZE = 1 << 24;
  private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
  private static final Pattern STOPS = Pattern.compile("[.!?]");
  private static final Pattern NO_PLAIN_LETTERS = Pattern.compile("[^a-zA-Z.!?]+");
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{M}.!?]+");

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public TokenConfig {
    Checks.require(unit != null, "tokens.unit is missing; known are word, char, bpe");
    Checks.requireWhole("tokens.size", size, smallestSize(unit), MAX_SIZE);
    Checks.requireWhole("tokens.minimumCount", minimumCount, 1, Integer.MAX_VALUE);
  }

  /// No normalisation; the 20,000 words that occur at least twice, or all of 4,096 characters, or
  /// 8,000 pieces that occur at least twice.
  public static TokenConfig defaults(TokenUnit unit) {
    return switch (unit) {
      case WORD -> new TokenConfig(unit, false, false, false, 20_000, 2);
      case CHARACTER -> new TokenConfig(unit, false, false, false, 4_096, 1);
      case BPE -> new TokenConfig(unit, false, false, false, 8_000, 2);
    };
  }

  /// Room for the special tokens and one more.
  private static int smallestSize(TokenUnit unit) {
    return switch (unit) {
      case WORD -> 6;
      case CHARACTER -> 4;
      case BPE -> Subwords.SPACE + 2;
    };
  }

  /// The same with another choice of what is normalised.
  public TokenConfig withNormalisation(
      boolean lowerCase, boolean stripAccents, boolean lettersOnly) {
    return new TokenConfig(unit, lowerCase, stripAccents, lettersOnly, size, minimumCount);
  }

  /// The same with another choice of the tokens in the vocabulary.
  public TokenConfig withVocabulary(int size, int minimumCount) {
    return new TokenConfig(unit, lowerCase, stripAccents, lettersOnly, size, minimumCount);
  }

  /// A sentence as the options want it. Half a surrogate pair, which is no character, becomes
  /// U+FFFD.
  public String normalize(String sentence) {
    String text = wellFormed(sentence);
    if (lowerCase) {
      text = text.toLowerCase(Locale.ROOT);
    }
    if (stripAccents) {
      String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
      text = Normalizer.normalize(MARKS.matcher(decomposed).replaceAll(""), Normalizer.Form.NFC);
    }
    if (lettersOnly) {
      String apart = STOPS.matcher(text).replaceAll(" $0");
      text = (stripAccents ? NO_PLAIN_LETTERS : NO_LETTERS).matcher(apart).replaceAll(" ").strip();
    }
    return text;
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }
}
