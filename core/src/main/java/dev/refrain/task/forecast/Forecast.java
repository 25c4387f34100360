package dev.refrain.task.forecast;

import java.util.List;

/// What comes next in a series, in its own units: one forecast for each step and target, and for
/// models that say how sure they are, quantiles.
public final class Forecast {
  private final TimeAxis time;
  private final int origin;
  private final List<String> targets;
  private final double[] point; // [steps, D]
  private final List<Double> levels;
  private final List<double[]> quantiles; // a [steps, D] for each level

  Forecast(
      TimeSeries series,
      int origin,
      double[] point,
      List<Double> levels,
      List<double[]> quantiles) {
    this.time = series.time();
    this.origin = origin;
    this.targets = series.targets();
    this.point = point;
    this.levels = levels;
    this.quantiles = quantiles;
  }

  /// The row of the first step; the length of the series if the forecast begins where it ends.
  public int origin() {
    return origin;
  }

  /// How many steps are forecast.
  public int steps() {
    return point.length / targets.size();
  }

  /// The names of the targets.
  public List<String> targets() {
    return targets;
  }

  /// The time of a step, from 0, as the series writes it.
  public String time(int step) {
    return time.label(origin + step);
  }

  /// What is forecast: the mean, or the median where quantiles were learned or futures drawn.
  public double point(int step, int target) {
    return point[step * targets.size() + target];
  }

  /// The levels of the quantiles, rising; none if the model does not say how sure it is.
  public List<Double> levels() {
    return levels;
  }

  /// The quantile of the level of number `level`.
  public double quantile(int level, int step, int target) {
    return quantiles.get(level)[step * targets.size() + target];
  }
}
