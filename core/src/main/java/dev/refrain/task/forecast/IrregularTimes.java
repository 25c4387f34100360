package dev.refrain.task.forecast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// What becomes of times that are not evenly spaced.
public enum IrregularTimes {
  /// The file is refused, with the place.
  REFUSE,
  /// Rows are added where whole steps are missing; their values count as missing.
  FILL,
  /// A row is a step, whatever the times say.
  ROWS;

  /// The name people write: `refuse`, `fill` or `rows`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The constant of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static IrregularTimes named(String label) {
    return Labels.find(values(), IrregularTimes::label, "policy for irregular times", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
