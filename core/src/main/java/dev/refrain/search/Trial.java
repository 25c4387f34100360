package dev.refrain.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A trial as far as it has come.
///
/// @param number from 1
/// @param round the round of trials it belongs to, from 1
/// @param values where in the space it is
/// @param seed what its random numbers depend on
/// @param progress how it went, oldest first
/// @param ended how it ended, if it has
public record Trial(
    int number,
    int round,
    Point values,
    long seed,
    List<StudyEvent.Progressed> progress,
    Optional<StudyEvent.Ended> ended) {
  public Trial {
    progress = List.copyOf(progress);
  }

  /// How it ended; empty while it runs.
  public Optional<TrialState> state() {
    return ended.map(StudyEvent.Ended::state);
  }

  /// What it came to, if it has used its whole budget: only such trials can be compared.
  public OptionalDouble completeValue() {
    return ended.isPresent() && ended.get().state() == TrialState.COMPLETE
        ? ended.get().value()
        : OptionalDouble.empty();
  }

  /// Those that have used their whole budget, best first; of equals the earlier in the list.
  static List<Trial> ranking(List<Trial> trials) {
    return trials.stream()
        .filter(trial -> trial.completeValue().isPresent())
        .sorted(Comparator.comparingDouble(trial -> trial.completeValue().getAsDouble()))
        .toList();
  }
}
