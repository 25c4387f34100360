package dev.refrain.optim;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

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
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind with a label.
  ///
  /// @throws IllegalArgumentException that lists the known labels if there is none
  @JsonCreator
  public static ScheduleKind named(String label) {
    return Labels.find(values(), ScheduleKind::label, "schedule", label);
  }
}
