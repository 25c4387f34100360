package dev.refrain.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tokens a model knows, each with its number: the position in the list, from 0.
public final class Vocabulary {
  /// The token that stands for all others in a vocabulary of words.
  public static final String UNKNOWN = "<unk>";

  private final List<String> tokens;
  private final Map<String, Integer> ids;
  private final int unknown;

  private Vocabulary(List<String> tokens, Map<String, Integer> ids) {
    this.tokens = tokens;
    this.ids = ids;
    this.unknown = ids.getOrDefault(UNKNOWN, -1);
  }

  /// A vocabulary of these tokens in this order.
  ///
  /// @throws IllegalArgumentException if there is none, or one is empty, half a surrogate pair or
  ///     there twice
  public static Vocabulary of(List<String> tokens) {
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("a vocabulary needs at least one token");
    }
    Map<String, Integer> ids = HashMap.newHashMap(tokens.size());
    for (String token : tokens) {
      if (token.isEmpty() || token.codePoints().anyMatch(Vocabulary::surrogate)) {
        throw new IllegalArgumentException(
            "token " + ids.size() + " of the vocabulary is empty or half a surrogate pair");
      }
      Integer other = ids.putIfAbsent(token, ids.size());
      if (other != null) {
        throw new IllegalArgumentException(
            "the token '%s' is in the vocabulary twice, as %d and as %d"
                .formatted(TokenLine.escape(token), other, ids.size()));
      }
    }
    return new Vocabulary(List.copyOf(tokens), ids);
  }

  private static boolean surrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /// All characters (code points) of a text, in the order of their numbers in Unicode.
  public static Vocabulary characters(String text) {
    return of(text.codePoints().distinct().sorted().mapToObj(Character::toString).toList());
  }

  /// The words of a text: first [#UNKNOWN], [WordTokenizer#JOIN] and [WordTokenizer#SPACE], then
  /// the tokens that occur at least `minimumCount` times, the most frequent first and equally
  /// frequent ones in the order of their characters, until there are `maximumSize` in all.
  ///
  /// @throws IllegalArgumentException if `minimumCount` is below 1 or `maximumSize` below 4
  public static Vocabulary words(TokenCounts counts, int minimumCount, int maximumSize) {
    if (minimumCount < 1) {
      throw new IllegalArgumentException("a minimum count of " + minimumCount + "; at least 1");
    }
    List<String> marks = List.of(UNKNOWN, WordTokenizer.JOIN, WordTokenizer.SPACE);
    if (maximumSize <= marks.size()) {
      throw new IllegalArgumentException(
          "a vocabulary of %d; at least %d".formatted(maximumSize, marks.size() + 1));
    }
    return frequent(marks, counts, minimumCount, maximumSize);
  }

  /// First [#UNKNOWN], then the tokens that occur at least `minimumCount` times, the most frequent
  /// first and equally frequent ones in the order of their characters, until there are `maximumSize`
  /// in all.
  ///
  /// @throws IllegalArgumentException if `minimumCount` is below 1 or `maximumSize` below 2
  public static Vocabulary known(TokenCounts counts, int minimumCount, int maximumSize) {
    if (minimumCount < 1) {
      throw new IllegalArgumentException("a minimum count of " + minimumCount + "; at least 1");
    }
    if (maximumSize < 2) {
      throw new IllegalArgumentException("a vocabulary of %d; at least 2".formatted(maximumSize));
    }
    return frequent(List.of(UNKNOWN), counts, minimumCount, maximumSize);
  }

  /// Some tokens, then those that occur at least `minimumCount` times, the most frequent first and
  /// equally frequent ones in the order of their characters, until there are `maximumSize` in all.
  static Vocabulary frequent(
      List<String> first, TokenCounts counts, int minimumCount, int maximumSize) {
    List<String> tokens = new ArrayList<>(first);
    for (String token : counts.byFrequency(minimumCount)) {
      if (tokens.size() == maximumSize) {
        break;
      }
      if (!first.contains(token)) {
        tokens.add(token);
      }
    }
    return of(tokens);
  }

  /// How many tokens there are.
  public int size() {
    return tokens.size();
  }

  /// All tokens; their positions are their numbers.
  public List<String> tokens() {
    return tokens;
  }

  /// The token of a number.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  public String token(int id) {
    return tokens.get(id);
  }

  /// The number of a token, or -1 if it is not in the vocabulary.
  public int id(String token) {
    return ids.getOrDefault(token, -1);
  }

  /// The number of [#UNKNOWN], or -1 if every token must be known.
  public int unknown() {
    return unknown;
  }

  /// Whether a token stands for something other than its own text: the unknown token and the
  /// tokenizer's marks.
  public boolean mark(int id) {
    return switch (tokens.get(id)) {
      case UNKNOWN, WordTokenizer.JOIN, WordTokenizer.SPACE -> true;
      default -> false;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary vocabulary && tokens.equals(vocabulary.tokens);
  }

  @Override
  public int hashCode() {
    return tokens.hashCode();
  }

  @Override
  public String toString() {
    return "vocabulary of " + tokens.size();
  }
}
