package dev.refrain.task.forecast;

/// How far forecasts of one target are from the truth.
///
/// @param mse mean squared error, in the square of the target's unit
/// @param mae mean absolute error, in the target's unit
/// @param mase MAE over that of the seasonal naive forecast within the part that was learned
///     (Hyndman & Koehler 2006); NaN if that is 0
/// @param smape mean of 200 · |truth − forecast| / (|truth| + |forecast|), in per cent
/// @param scaledMse MSE in deviations of the part that was learned, as the literature gives it
/// @param scaledMae MAE in the same
public record ForecastScores(
    double mse, double mae, double mase, double smape, double scaledMse, double scaledMae) {

  /// The root of the mean squared error, in the target's unit.
  public double rmse() {
    return Math.sqrt(mse);
  }
}
