package dev.refrain.examples;

import dev.refrain.nn.cell.CellKind;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.task.forecast.Forecast;
import dev.refrain.task.forecast.ForecastConfig;
import dev.refrain.task.forecast.ForecastEvaluation;
import dev.refrain.task.forecast.ForecastLoss;
import dev.refrain.task.forecast.ForecastModel;
import dev.refrain.task.forecast.ForecastScores;
import dev.refrain.task.forecast.ForecastTask;
import dev.refrain.task.forecast.Forecaster;
import dev.refrain.task.forecast.SeriesConfig;
import dev.refrain.task.forecast.SeriesSplit;
import dev.refrain.task.forecast.TimeSeries;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Trainer;
import java.util.Arrays;

/// Learns a series that rises and repeats itself every twelve steps, with noise, and forecasts twelve
/// steps with the band in which eight of ten should lie. A file is read with [TimeSeries#read].
public final class ForecastASeries {
  private ForecastASeries() {}

  public static void main(String[] args) {
    Rng noise = Rng.seeded(7);
    double[] values = new double[600];
    Arrays.setAll(
        values, t -> 50 + 0.05 * t + 10 * Math.sin(Math.PI * t / 6) + noise.nextGaussian());
    TimeSeries series = TimeSeries.of("made up", "demand", values);

    var config =
        ForecastConfig.defaults("demand")
            .withSeries(SeriesConfig.of("demand").withSeason(12))
            .withWindow(24, 12)
            .withLoss(ForecastLoss.QUANTILES)
            .withLayers(CellKind.GRU, 24);
    var model = ForecastModel.create(config, series, Rng.seeded(1));
    Trainer.of(new ForecastTask(model, series))
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(0.01))
        .clipNorm(1)
        .epochs(12)
        .run();

    Forecaster forecaster = Forecaster.of(model, series, 12, Rng.seeded(1));
    Forecast next = forecaster.beyondTheEnd();
    System.out.printf(
        "next: %.1f, in %.1f to %.1f%n",
        next.point(0, 0), next.quantile(0, 0, 0), next.quantile(2, 0, 0));
    SeriesSplit split = config.split().of(series);
    var test = ForecastEvaluation.of(forecaster, split.test(), split.end(), 1);
    double own = test.mean(ForecastEvaluation.MODEL, ForecastScores::scaledMae);
    double naive = test.mean(ForecastEvaluation.SEASONAL_NAIVE, ForecastScores::scaledMae);
    System.out.printf("error %.3f, of the seasonal naive forecast %.3f%n", own, naive);
    if (own >= naive) {
      throw new IllegalStateException("the model is no better than the last season");
    }
  }
}
