package dev.refrain.task.forecast;

/// Sums over the errors of many forecasts of one target.
final class ErrorSums {
  private long count;
  private double squares;
  private double absolute;
  private double symmetric;

  void add(double truth, double forecast) {
    double error = Math.abs(truth - forecast);
    double size = Math.abs(truth) + Math.abs(forecast);
    count++;
    squares += error * error;
    absolute += error;
    symmetric += size == 0 ? 0 : 200 * error / size;
  }

  void add(ErrorSums other) {
    count += other.count;
    squares += other.squares;
    absolute += other.absolute;
    symmetric += other.symmetric;
  }

  ForecastScores scores(TargetProfile profile) {
    double deviation = profile.units().deviation();
    double mse = squares / count;
    double mae = absolute / count;
    double naive = profile.seasonalError();
    return new ForecastScores(
        mse,
        mae,
        naive == 0 ? Double.NaN : mae / naive,
        symmetric / count,
        mse / (deviation * deviation),
        mae / deviation);
  }
}
