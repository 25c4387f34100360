package dev.refrain.search;

import dev.refrain.config.Labels;
import java.util.Locale;

/// Why a study stopped. Any study may be gone on with.
public enum StudyEnd {
  /// As many trials as were asked for have ended.
  TRIALS,
  /// There is nothing left to try: a grid's points are used up, or all rounds are over.
  SPACE,
  /// The time is over.
  TIME,
  /// A trial has reached the loss that was asked for.
  TARGET,
  /// Someone asked it to stop.
  REQUESTED;

  /// The name in a study's log.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The reason of a name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static StudyEnd named(String name) {
    return Labels.find(values(), StudyEnd::label, "reason", name);
  }
}
