package dev.refrain.app;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.refrain.task.forecast.ForecastConfig;

/// All that decides what `train forecast` learns.
///
/// @param data the table to learn from
/// @param model what the model looks like, and what it reads and forecasts
/// @param learning how it learns
record ForecastTraining(String data, ForecastConfig model, @JsonUnwrapped Learning learning)
    implements TrainingConfig {

  /// @throws IllegalArgumentException naming the value and what is allowed
  ForecastTraining {
    learning.requireHeldOut(model.split().validates());
  }
}
