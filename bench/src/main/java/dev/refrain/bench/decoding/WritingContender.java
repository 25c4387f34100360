package dev.refrain.bench.decoding;

import dev.refrain.bench.race.Contender;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Translates the same sentences again and again.
///
/// @param translating a step
record WritingContender(Supplier<List<Written>> translating) implements Contender {
  private static final int COMPARED = 16;
  private static final int NUMBERS = 1 << 12; // so that a race sees any difference of them

  /// A translation and what the search ranked it by.
  record Written(String text, double score) {}

  /// Scores of all translations, and which the first are.
  @Override
  public Map<String, Double> figures() {
    List<Written> all = translating.get();
    String first =
        all.stream().limit(COMPARED).map(Written::text).collect(Collectors.joining("\n"));
    return Map.of(
        "mean score",
        all.stream().mapToDouble(Written::score).average().orElseThrow(),
        "number that the first %d translations hash to".formatted(COMPARED),
        (double) Math.floorMod(first.hashCode(), NUMBERS));
  }

  @Override
  public void run(int steps) {
    for (int i = 0; i < steps; i++) {
      List<Written> _ = translating.get();
    }
  }
}
