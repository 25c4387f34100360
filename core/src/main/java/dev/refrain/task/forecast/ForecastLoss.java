package dev.refrain.task.forecast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// What a forecast is judged by while it is learned, and so what it is of.
public enum ForecastLoss {
  /// The squared error: a forecast of the mean.
  SQUARED,
  /// The absolute error: a forecast of the median.
  ABSOLUTE,
  /// Squared up to a bound, absolute beyond it, so that outliers count less.
  HUBER,
  /// The pinball loss of several levels: a forecast of their quantiles.
  QUANTILES,
  /// The likelihood under a normal distribution: a forecast of its mean and deviation.
  GAUSSIAN;

  /// The name people write: `squared`, `absolute`, `huber`, `quantiles` or `gaussian`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The constant of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static ForecastLoss named(String label) {
    return Labels.find(values(), ForecastLoss::label, "loss", label);
  }

  /// Whether a forecast says how sure it is.
  public boolean uncertain() {
    return this == QUANTILES || this == GAUSSIAN;
  }

  @Override
  public String toString() {
    return label();
  }
}
