package dev.refrain.task.forecast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// What becomes of rows that have the same time.
public enum DuplicateTimes {
  /// The file is refused, with the place.
  REFUSE,
  /// The first is kept.
  FIRST,
  /// The last is kept.
  LAST,
  /// Their mean is taken, of the values that are there.
  MEAN;

  /// The name people write: `refuse`, `first`, `last` or `mean`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The constant of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static DuplicateTimes named(String label) {
    return Labels.find(values(), DuplicateTimes::label, "policy for duplicate times", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
