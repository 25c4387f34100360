package dev.refrain.task.translation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often each sequence of `n` neighbours occurs in a list.
final class NGrams {
  private NGrams() {}

  static <T> Map<List<T>, Integer> count(List<T> items, int n) {
    Map<List<T>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= items.size(); i++) {
      counts.merge(items.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }

  /// How many of the first occur in the second too, each at most as often as it does there.
  static <T> int matches(Map<List<T>, Integer> counts, Map<List<T>, Integer> others) {
    int matches = 0;
    for (Map.Entry<List<T>, Integer> entry : counts.entrySet()) {
      matches += Math.min(entry.getValue(), others.getOrDefault(entry.getKey(), 0));
    }
    return matches;
  }
}
