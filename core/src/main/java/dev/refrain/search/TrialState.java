package dev.refrain.search;

import dev.refrain.config.Labels;
import java.util.Locale;

/// How a trial ended.
public enum TrialState {
  /// It used its whole budget.
  COMPLETE,
  /// It was ended early, because it did worse than others.
  PRUNED,
  /// It could not go on; the event says why.
  FAILED;

  /// The name in a study's log.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state of a name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static TrialState named(String name) {
    return Labels.find(values(), TrialState::label, "state", name);
  }
}
