package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// When a study stops; whatever comes first. It may be gone on with under others.
///
/// @param trials after so many trials, failed ones included
/// @param time after so long, all sessions together; trials under way are then given up
/// @param target when a complete trial has come to so little; trials under way are then given up
public record StudyLimits(OptionalInt trials, Optional<Duration> time, OptionalDouble target) {
  /// Until nothing is left to try or somebody stops it.
  public static final StudyLimits NONE =
      new StudyLimits(OptionalInt.empty(), Optional.empty(), OptionalDouble.empty());

  /// @throws IllegalArgumentException if a limit leaves nothing
  public StudyLimits {
    trials.ifPresent(n -> require(n >= 1, "the number of trials is %d, it must be 1 or more", n));
    time.ifPresent(t -> require(t.isPositive(), "the time is %s, it must be more than 0", t));
  }

  /// After so many trials.
  public static StudyLimits trials(int trials) {
    return new StudyLimits(OptionalInt.of(trials), Optional.empty(), OptionalDouble.empty());
  }
}
