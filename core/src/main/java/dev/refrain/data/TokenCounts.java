package dev.refrain.data;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often each token occurs in a text: what a vocabulary of words is chosen by.
public final class TokenCounts {
  private final Map<String, Long> counts = new HashMap<>();

  /// Counts that start at nothing.
  public TokenCounts() {}

  /// Counts the tokens of a text.
  public static TokenCounts of(Tokenizer tokenizer, String text) {
    TokenCounts counts = new TokenCounts();
    tokenizer.cut(text, Joint.START, counts::add);
    return counts;
  }

  /// Counts one more token.
  public void add(String token) {
    add(token, 1);
  }

  /// Counts a token so many times more.
  void add(String token, long times) {
    counts.merge(token, times, Long::sum);
  }

  /// How often a token occurs.
  public long count(String token) {
    return counts.getOrDefault(token, 0L);
  }

  /// How many different tokens there are.
  public int distinct() {
    return counts.size();
  }

  /// The tokens that occur at least `minimum` times, the most frequent first, equally frequent ones
  /// in the order of their characters.
  public List<String> byFrequency(int minimum) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= minimum)
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
