package dev.refrain.task.forecast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// What becomes of a value that is not there.
public enum MissingPolicy {
  /// The file is refused, with the place.
  REFUSE,
  /// The last value before it stands for it.
  PREVIOUS,
  /// A straight line between its neighbours in time; the nearest value at the ends.
  LINEAR;

  /// The name people write: `refuse`, `previous` or `linear`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The constant of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static MissingPolicy named(String label) {
    return Labels.find(values(), MissingPolicy::label, "policy for missing values", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
