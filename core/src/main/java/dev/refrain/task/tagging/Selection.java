package dev.refrain.task.tagging;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// By what the best weights of a run are known.
public enum Selection {
  /// The highest F1 of entities on the validation data; of plain tags, the highest accuracy.
  SCORE,
  /// The lowest loss there.
  LOSS;

  /// The name people write: `score` or `loss`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The selection of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static Selection named(String label) {
    return Labels.find(values(), Selection::label, "selection", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
