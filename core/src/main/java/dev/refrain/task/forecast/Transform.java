package dev.refrain.task.forecast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// What is done to each value of a target before everything else, and undone on the forecast.
public enum Transform {
  /// Nothing.
  NONE,
  /// The natural logarithm: for growth, and for swings that grow with the level. Values must be above
  /// 0.
  LOG;

  /// The name people write: `none` or `log`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The constant of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static Transform named(String label) {
    return Labels.find(values(), Transform::label, "transform", label);
  }

  /// What becomes of a target's value.
  ///
  /// @throws dev.refrain.data.DataException if it cannot be transformed
  double apply(TimeSeries series, int row, int target) {
    double value = series.target(row, target);
    double transformed = apply(value);
    if (!Double.isFinite(transformed)) {
      throw series.bad(
          "has '%s' = %s at %s, which has no logarithm; leave the transform out"
              .formatted(series.targets().get(target), value, series.time().label(row)));
    }
    return transformed;
  }

  /// What becomes of a value; not finite if it cannot be transformed.
  double apply(double value) {
    return switch (this) {
      case NONE -> value;
      case LOG -> Math.log(value);
    };
  }

  /// The value that became `transformed`.
  double undo(double transformed) {
    return switch (this) {
      case NONE -> transformed;
      case LOG -> Math.exp(transformed);
    };
  }

  @Override
  public String toString() {
    return label();
  }
}
