package dev.refrain.optim;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How the learning rate changes over a run; warm-up may come before any of them.
public enum ScheduleKind {
  /// The rate stays.
  CONSTANT,
  /// By epoch: after every so many epochs, times the factor.
  STEP,
  /// By step: along half a cosine from the full rate at the run's start to the floor at its end
  /// (Loshchilov & Hutter 2016, without restarts).
  COSINE,
  /// By validation: times the factor when the loss has not improved for more than `patience`
  /// validations (epochs, where nothing is held out). It has state, which checkpoints keep.
  PLATEAU;

  /// The name on the command line and in files: `"cosine"`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind with a label.
  ///
  /// @throws IllegalArgumentException that lists the known labels if there is none
  public static ScheduleKind named(String label) {
    for (ScheduleKind kind : values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "there is no schedule '%s'; known are %s"
            .formatted(
                label,
                Arrays.stream(values())
                    .map(ScheduleKind::label)
                    .collect(Collectors.joining(", "))));
  }
}
