package dev.refrain.task.forecast;

import dev.refrain.nn.cell.CellKind;
import dev.refrain.tensor.Rng;
import dev.refrain.train.DataFingerprint;
import java.util.List;

/// Series that rise and swing, with two targets and two covariates, and small models of them with
/// large random weights.
final class Waves {
  static final int SEASON = 6;

  private Waves() {}

  /// Rows at the times of hours, whose covariates are known `ahead` rows longer.
  static TimeSeries series(int rows, int ahead, long seed) {
    Rng rng = Rng.seeded(seed).split("waves");
    double[] targets = new double[rows * 2];
    for (int row = 0; row < rows; row++) {
      double swing = Math.sin(2 * Math.PI * row / SEASON);
      targets[2 * row] = 30 + 0.1 * row + 5 * swing + rng.nextGaussian();
      targets[2 * row + 1] = 9 - 0.01 * row - 2 * swing + 0.3 * rng.nextGaussian();
    }
    double[] covariates = new double[(rows + ahead) * 2];
    double[] times = new double[rows + ahead];
    for (int row = 0; row < rows + ahead; row++) {
      covariates[2 * row] = 100 + 10 * rng.nextGaussian();
      covariates[2 * row + 1] = rng.nextDouble() < 0.3 ? 1 : 0;
      times[row] = 1_577_836_800.0 + 3600.0 * row;
    }
    return new TimeSeries(
        DataFingerprint.of("waves", new byte[0]),
        TimeAxis.of(TimeFormat.of("2020-01-01 00:00"), times),
        List.of("high", "low"),
        targets,
        2,
        covariates,
        List.of());
  }

  /// The same series with other targets in the rows from `from` on.
  static TimeSeries changedFrom(TimeSeries series, int from, double factor) {
    double[] targets = new double[series.length() * 2];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = series.target(i / 2, i % 2) * (i / 2 < from ? 1 : factor);
    }
    return with(series, targets);
  }

  /// The same series with other targets, as many as there are.
  static TimeSeries with(TimeSeries series, double[] targets) {
    double[] covariates = new double[series.known() * 2];
    double[] times = new double[series.known()];
    for (int row = 0; row < series.known(); row++) {
      covariates[2 * row] = series.covariate(row, 0);
      covariates[2 * row + 1] = series.covariate(row, 1);
      times[row] = series.time().number(row);
    }
    return new TimeSeries(
        series.fingerprint(),
        TimeAxis.of(TimeFormat.of("2020-01-01 00:00"), times),
        series.targets(),
        targets,
        2,
        covariates,
        List.of());
  }

  static ForecastConfig config() {
    return ForecastConfig.defaults("high", "low")
        .withSeries(
            SeriesConfig.of("high", "low")
                .withCovariates(List.of("price", "holiday"))
                .withCalendar(CalendarFeature.HOUR)
                .withSeason(SEASON))
        .withWindow(8, 4)
        .withLayers(CellKind.GRU, 5)
        .withBatch(5);
  }

  static ForecastModel model(ForecastConfig config, TimeSeries series, long seed) {
    ForecastModel model = ForecastModel.create(config, series, Rng.seeded(seed));
    Rng rng = Rng.seeded(seed).split("weights");
    model
        .parameters()
        .byName()
        .values()
        .forEach(
            weight -> {
              for (int i = 0; i < weight.shape().size(); i++) {
                weight.set(i, 0.4 * rng.nextGaussian());
              }
            });
    return model;
  }
}
