package dev.refrain.app.phrasebook;

import dev.refrain.tensor.Rng;
import java.util.List;
import java.util.function.Predicate;

/// Random choices of words.
record Draw(Rng rng) {
  boolean chance(double probability) {
    return rng.nextDouble() < probability;
  }

  <T> T one(List<T> candidates) {
    return candidates.get(rng.nextInt(candidates.size()));
  }

  /// @throws IllegalStateException if no candidate fits
  <T> T one(List<T> candidates, Predicate<T> fits) {
    List<T> fitting = candidates.stream().filter(fits).toList();
    if (fitting.isEmpty()) {
      throw new IllegalStateException("the lexicon has nothing that fits here");
    }
    return one(fitting);
  }
}
