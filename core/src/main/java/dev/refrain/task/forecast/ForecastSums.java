package dev.refrain.task.forecast;

import dev.refrain.task.forecast.ForecastEvaluation.MethodScores;
import dev.refrain.task.forecast.ForecastEvaluation.QuantileScores;
import dev.refrain.task.forecast.ForecastEvaluation.TargetScores;
import java.util.ArrayList;
import java.util.List;

/// Sums over the errors of many forecasts and of the naive ones from the same rows.
final class ForecastSums {
  private final PreparedSeries series;
  private final int season;
  private final List<Double> levels;
  private final ErrorSums[] model;
  private final ErrorSums[] naive;
  private final ErrorSums[] seasonal;
  private final long[][] covered; // [D][levels]
  private final double[][] pinball; // [D][levels]
  private long values; // of each target

  ForecastSums(PreparedSeries series, int season) {
    this.series = series;
    this.season = season;
    levels = series.config().loss().uncertain() ? series.config().quantiles() : List.of();
    model = sums(series.width());
    naive = sums(series.width());
    seasonal = sums(series.width());
    covered = new long[series.width()][levels.size()];
    pinball = new double[series.width()][levels.size()];
  }

  private static ErrorSums[] sums(int count) {
    ErrorSums[] sums = new ErrorSums[count];
    for (int i = 0; i < count; i++) {
      sums[i] = new ErrorSums();
    }
    return sums;
  }

  void add(Forecast forecast) {
    int origin = forecast.origin();
    TimeSeries truths = series.series();
    for (int h = 0; h < forecast.steps(); h++) {
      values++;
      for (int d = 0; d < model.length; d++) {
        double truth = truths.target(origin + h, d);
        model[d].add(truth, forecast.point(h, d));
        naive[d].add(truth, truths.target(origin - 1, d));
        seasonal[d].add(truth, truths.target(origin - season + h % season, d));
        for (int q = 0; q < levels.size(); q++) {
          double quantile = forecast.quantile(q, h, d);
          covered[d][q] += truth <= quantile ? 1 : 0;
          double level = levels.get(q);
          double error = truth - quantile;
          pinball[d][q] += Math.max(level * error, (level - 1) * error);
        }
      }
    }
  }

  void add(ForecastSums other) {
    values += other.values;
    for (int d = 0; d < model.length; d++) {
      model[d].add(other.model[d]);
      naive[d].add(other.naive[d]);
      seasonal[d].add(other.seasonal[d]);
      for (int q = 0; q < levels.size(); q++) {
        covered[d][q] += other.covered[d][q];
        pinball[d][q] += other.pinball[d][q];
      }
    }
  }

  TargetScores scores(int target) {
    TargetProfile profile = series.profile().targets().get(target);
    List<MethodScores> methods = new ArrayList<>();
    methods.add(new MethodScores(ForecastEvaluation.MODEL, model[target].scores(profile)));
    methods.add(new MethodScores(ForecastEvaluation.NAIVE, naive[target].scores(profile)));
    if (season > 1) {
      methods.add(
          new MethodScores(ForecastEvaluation.SEASONAL_NAIVE, seasonal[target].scores(profile)));
    }
    List<QuantileScores> quantiles = new ArrayList<>();
    for (int q = 0; q < levels.size(); q++) {
      quantiles.add(
          new QuantileScores(
              levels.get(q), (double) covered[target][q] / values, pinball[target][q] / values));
    }
    return new TargetScores(
        series.series().targets().get(target), List.copyOf(methods), List.copyOf(quantiles));
  }
}
