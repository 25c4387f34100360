package dev.refrain.task.forecast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// What a window is brought to before the network reads it, beyond the scale of the whole series;
/// it is undone on the forecast. A level that drifts from year to year is why.
public enum WindowNormalization {
  /// Nothing.
  NONE,
  /// Its last value is subtracted (Zeng et al. 2023), so that the network forecasts the change.
  LAST,
  /// Mean 0 and deviation 1 (Kim et al. 2022, without their learned gain).
  MOMENTS;

  /// The name people write: `none`, `last` or `moments`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The constant of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static WindowNormalization named(String label) {
    return Labels.find(values(), WindowNormalization::label, "normalization of windows", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
