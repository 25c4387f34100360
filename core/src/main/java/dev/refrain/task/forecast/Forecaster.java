package dev.refrain.task.forecast;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Forecasts a series with a model, from anywhere in it. The weights must not change meanwhile.
///
/// Where futures are drawn, those of one place depend on the random numbers given and the place
/// alone.
public final class Forecaster {
  /// How many windows and futures are computed side by side.
  private static final int ROWS = 1024;

  private final ForecastModel model;
  private final PreparedSeries series;
  private final int horizon;
  private final Rng rng;
  private final Kernels kernels = Devices.best();

  private Forecaster(ForecastModel model, PreparedSeries series, int horizon, Rng rng) {
    this.model = model;
    this.series = series;
    this.horizon = horizon;
    this.rng = rng;
  }

  /// A forecaster of a series, within it and beyond its end.
  ///
  /// @param horizon how many steps to forecast
  /// @param rng what futures are drawn with
  /// @throws IllegalArgumentException if the model cannot forecast so many steps
  /// @throws dev.refrain.data.DataException if the series has other targets than the model
  public static Forecaster of(ForecastModel model, TimeSeries series, int horizon, Rng rng) {
    ForecastConfig config = model.config();
    if (horizon < 1) {
      throw new IllegalArgumentException(
          "the horizon is %d, it must be 1 or more".formatted(horizon));
    }
    if (config.method() != ForecastMethod.RECURSIVE && horizon > config.horizon()) {
      throw new IllegalArgumentException(
          "the horizon is %,d, and the model forecasts %,d steps at once; ask for fewer, or train one with a longer horizon or a recursive one"
              .formatted(horizon, config.horizon()));
    }
    return new Forecaster(model, model.prepare(series, horizon), horizon, rng);
  }

  PreparedSeries series() {
    return series;
  }

  int horizon() {
    return horizon;
  }

  /// What comes after the last row of the series.
  ///
  /// @throws dev.refrain.data.DataException if the series is shorter than what the model reads, or its
  ///     covariates are not known so far
  public Forecast beyondTheEnd() {
    return at(series.series().length());
  }

  /// What comes from a row on, told from those before it.
  ///
  /// @param origin the row of the first step
  /// @throws dev.refrain.data.DataException if there are fewer rows before it than the model reads,
  ///     or covariates are not known so far
  public Forecast at(int origin) {
    int needed = series.first() + model.config().input();
    if (origin < needed) {
      throw series
          .series()
          .bad(
              "has %,d rows to tell a forecast from, and the model reads %,d; give a longer series"
                  .formatted(origin, needed));
    }
    if (origin > series.series().length()) {
      throw new IllegalArgumentException(
          "there is no row %,d before which to read".formatted(origin));
    }
    series.requireKnown(origin + horizon);
    return forecasts(new int[] {origin}).getFirst();
  }

  /// Forecasts from many rows, several at once, and gives what `use` makes of each group of them, in
  /// their order.
  <R> List<R> each(SeriesWindows windows, Function<List<Forecast>, R> use) {
    boolean draws = model.config().method() == ForecastMethod.RECURSIVE;
    int group =
        draws && model.config().loss().uncertain()
            ? Math.max(1, ROWS / model.config().paths())
            : ROWS / 4;
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<R>> parts = new ArrayList<>();
      for (int from = 0; from < windows.count(); from += group) {
        int[] origins = windows.origins(from, Math.min(windows.count(), from + group));
        parts.add(executor.submit(() -> use.apply(forecasts(origins))));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> part : parts) {
        results.add(part.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("forecasting failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("forecasting was interrupted", e);
    }
  }

  private List<Forecast> forecasts(int[] origins) {
    return switch (model.config().method()) {
      case DIRECT, DECODER -> atOnce(origins);
      case RECURSIVE -> new FuturePaths(model, series, horizon, rng, kernels).forecasts(origins);
    };
  }

  private List<Forecast> atOnce(int[] origins) {
    var pool = new BufferPool(kernels.precision());
    try (Tape tape = Tape.evaluating(kernels, pool)) {
      var batch = new WindowBatch(tape, series, origins);
      double[] output = model.network().ahead(tape, batch).data().toDoubles();
      List<Forecast> forecasts = new ArrayList<>(origins.length);
      for (int row = 0; row < origins.length; row++) {
        forecasts.add(forecast(output, row, origins, batch.scale(row)));
      }
      return forecasts;
    }
  }

  /// One window's forecast from the numbers of all, `[B, P · H · D]` or `[H, B, P · D]`.
  private Forecast forecast(double[] output, int row, int[] origins, WindowScale scale) {
    Likelihood likelihood = model.likelihood();
    List<Double> levels =
        model.config().loss().uncertain() ? model.config().quantiles() : List.of();
    double[] point = new double[horizon * series.width()];
    for (int i = 0; i < point.length; i++) {
      point[i] = likelihood.point(output, position(i, row, origins.length), stride());
    }
    int origin = origins[row];
    series.restore(point, origin, scale, point);
    List<double[]> quantiles = new ArrayList<>();
    for (int q = 0; q < levels.size(); q++) {
      double[] quantile = new double[point.length];
      for (int i = 0; i < quantile.length; i++) {
        quantile[i] = likelihood.quantile(output, position(i, row, origins.length), stride(), q);
      }
      series.restore(quantile, origin, scale, point);
      quantiles.add(original(quantile));
    }
    return new Forecast(series.series(), origin, original(point), levels, quantiles);
  }

  /// Where the numbers about value `i` of `[H, D]` of a window begin.
  private int position(int i, int row, int rows) {
    int width = series.width();
    int numbers = model.config().parametersPerValue();
    return model.config().method() == ForecastMethod.DIRECT
        ? row * numbers * model.config().horizon() * width + i
        : (i / width * rows + row) * numbers * width + i % width;
  }

  private int stride() {
    return model.config().method() == ForecastMethod.DIRECT
        ? model.config().horizon() * series.width()
        : series.width();
  }

  private double[] original(double[] restored) {
    double[] original = new double[restored.length];
    for (int i = 0; i < original.length; i++) {
      original[i] = series.original(restored[i]);
    }
    return original;
  }
}
