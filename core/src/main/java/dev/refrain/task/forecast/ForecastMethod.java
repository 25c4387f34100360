package dev.refrain.task.forecast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// How a network that has read a window comes to the steps behind it.
public enum ForecastMethod {
  /// All steps at once, by a linear layer from the last output of the network and what is known of
  /// the future. Nothing is fed back, so errors do not add up.
  DIRECT,
  /// One step ahead, which is then read as if it had been observed, and so on: for any number of
  /// steps. With a distribution or quantiles many futures are drawn (Salinas et al. 2020).
  RECURSIVE,
  /// By a second network that starts from the state of the first and reads, step by step, what is
  /// known of the future, but no forecasts.
  DECODER;

  /// The name people write: `direct`, `recursive` or `decoder`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The constant of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static ForecastMethod named(String label) {
    return Labels.find(values(), ForecastMethod::label, "method", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
