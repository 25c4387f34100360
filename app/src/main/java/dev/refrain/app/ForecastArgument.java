package dev.refrain.app;

import dev.refrain.task.forecast.ForecastMethod;
import dev.refrain.task.forecast.ForecastModel;
import dev.refrain.task.forecast.Forecaster;
import dev.refrain.task.forecast.TimeSeries;
import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A forecasting model and the series that it is to forecast.
final class ForecastArgument {
  @Mixin private ModelArgument model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "The table, with the columns that the model has learned.")
  private Path data;

  @Option(
      names = "--horizon",
      paramLabel = "STEPS",
      description = "Steps to forecast. Default: as many as the model has learned.")
  private Integer horizon;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What futures are drawn with, where the model draws them. Default: 1.")
  private long seed = 1;

  /// A model, and a series as it was read.
  record Opened(ForecastModel model, TimeSeries series, Path data, int horizon, Rng rng) {
    Forecaster forecaster() {
      return Forecaster.of(model, series, horizon, rng);
    }
  }

  /// Reads both, and says on standard error what was mended in the series.
  ///
  /// @throws WrongUsage if there is no series, or the model cannot forecast so many steps
  Opened open() throws IOException {
    if (data == null) {
      throw new WrongUsage("--data is missing: the table to forecast");
    }
    ForecastModel loaded = ForecastModel.load(model.folder());
    int learned = loaded.config().horizon();
    int steps = horizon == null ? learned : horizon;
    if (steps < 1 || (steps > learned && loaded.config().method() != ForecastMethod.RECURSIVE)) {
      throw new WrongUsage(
          "--horizon is %d, and %s forecasts 1 to %d steps; train one with a longer --horizon or with --method recursive"
              .formatted(steps, model.folder(), learned));
    }
    TimeSeries series = TimeSeries.read(data, loaded.config().series());
    series.remarks().forEach(System.err::println);
    return new Opened(loaded, series, data, steps, Rng.seeded(seed));
  }
}
