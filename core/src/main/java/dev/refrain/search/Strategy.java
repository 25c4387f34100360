package dev.refrain.search;

import dev.refrain.tensor.Rng;
import java.util.List;
import java.util.OptionalInt;

/// What a study tries next. A strategy keeps nothing in mind: what it proposes depends on the study's
/// seed, the number of the trial and the trials it may see, so a study that was killed goes on as if
/// it had not been, and the order in which trials end does not matter.
public sealed interface Strategy
    permits RandomSearch, GridSearch, ListedSearch, SobolSearch, TreeParzenSearch, RefinedSearch {

  /// The name in a study: `random`.
  String kind();

  /// Holds that the strategy can search a space.
  ///
  /// @throws IllegalArgumentException if it cannot
  default void check(SearchSpace space) {}

  /// How many trials there are; empty if there is no end of them.
  default OptionalInt trials(SearchSpace space) {
    return OptionalInt.empty();
  }

  /// How many trials, from the first, must have ended before a trial can be proposed: those it sees.
  default int sees(int trial, int parallel) {
    return 0;
  }

  /// The round a trial belongs to, from 1.
  default int round(int trial) {
    return 1;
  }

  /// The part of the space in which a round looks.
  ///
  /// @param seen ended trials, all of the rounds before among them
  default SearchSpace space(SearchSpace whole, int round, List<Trial> seen) {
    return whole;
  }

  /// The point that a trial is to try.
  ///
  /// @param space the part that [#space] gave
  /// @param seed the study's
  /// @param seen the ended trials it sees, by number
  Point propose(SearchSpace space, long seed, int trial, List<Trial> seen);

  /// The random numbers of a trial.
  static Rng rng(long seed, int trial) {
    return Rng.seeded(seed).split("trial").split(trial);
  }
}
