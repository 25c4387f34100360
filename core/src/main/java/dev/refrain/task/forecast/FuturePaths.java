package dev.refrain.task.forecast;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Forecasts one step after the other, each read as if it had been observed. Where the model says
/// how sure it is, many futures are drawn for each window, and their quantiles are the forecast;
/// else there is one future, the forecast itself. Rows lie path by path within a window.
final class FuturePaths {
  private final ForecastModel model;
  private final PreparedSeries series;
  private final int horizon;
  private final Rng rng;
  private final Kernels kernels;
  private final BufferPool pool;
  private final int paths;
  private final boolean drawn;

  FuturePaths(ForecastModel model, PreparedSeries series, int horizon, Rng rng, Kernels kernels) {
    this.model = model;
    this.series = series;
    this.horizon = horizon;
    this.rng = rng;
    this.kernels = kernels;
    this.pool = new BufferPool(kernels.precision());
    this.drawn = model.config().loss().uncertain();
    this.paths = drawn ? model.config().paths() : 1;
  }

  List<Forecast> forecasts(int[] origins) {
    int rows = origins.length * paths;
    int width = series.width();
    WindowScale[] scales = new WindowScale[origins.length];
    List<Tensor> state = new ArrayList<>();
    double[] output = read(origins, scales, state); // [B · paths, P · D]
    Rng[] draws = new Rng[origins.length];
    Arrays.setAll(draws, b -> rng.split(origins[b]));
    double[][] futures = new double[rows][horizon * width];
    for (int h = 0; h < horizon; h++) {
      int numbers = output.length / rows;
      for (int row = 0; row < rows; row++) {
        for (int d = 0; d < width; d++) {
          futures[row][h * width + d] =
              drawn
                  ? model.likelihood().draw(output, row * numbers + d, width, draws[row / paths])
                  : model.likelihood().point(output, row * numbers + d, width);
        }
      }
      if (h + 1 < horizon) {
        output = step(origins, futures, h, state);
      }
    }
    List<Forecast> forecasts = new ArrayList<>(origins.length);
    for (int b = 0; b < origins.length; b++) {
      double[][] own = Arrays.copyOfRange(futures, b * paths, (b + 1) * paths);
      forecasts.add(summary(own, origins[b], scales[b]));
    }
    return forecasts;
  }

  /// Reads the windows, and repeats their states for all paths.
  private double[] read(int[] origins, WindowScale[] scales, List<Tensor> state) {
    try (Tape tape = Tape.evaluating(kernels, pool)) {
      var batch = new WindowBatch(tape, series, origins);
      for (int b = 0; b < origins.length; b++) {
        scales[b] = batch.scale(b);
      }
      int last = model.config().input() - 1;
      var reading = model.network().read(tape, batch.inputs(0), List.of(), last);
      for (Value part : reading.state()) {
        state.add(repeated(part.data(), origins.length));
      }
      Tensor output = reading.output().data();
      return repeated(output.reshape(origins.length, output.shape().columns()), origins.length)
          .toDoubles();
    }
  }

  /// From `[B, F]` to `[B · paths, F]`.
  private Tensor repeated(Tensor rows, int count) {
    Tensor repeated =
        Tensor.zeros(rows.precision(), Shape.of(count * paths, rows.shape().columns()));
    for (int row = 0; row < count * paths; row++) {
      repeated.slice(row, row + 1).copyFrom(rows.slice(row / paths, row / paths + 1));
    }
    return repeated;
  }

  /// Reads step `h` of all futures and forecasts the next.
  private double[] step(int[] origins, double[][] futures, int h, List<Tensor> state) {
    int rows = futures.length;
    int width = series.width();
    try (Tape tape = Tape.evaluating(kernels, pool)) {
      Tensor inputs = tape.allocate(Shape.of(1, rows, width + series.knownWidth()));
      int at = 0;
      for (int row = 0; row < rows; row++) {
        for (int d = 0; d < width; d++) {
          inputs.set(at++, futures[row][h * width + d]);
        }
        for (int k = 0; k < series.knownWidth(); k++) {
          inputs.set(at++, series.known(origins[row / paths] + h + 1, k));
        }
      }
      List<Value> initial = new ArrayList<>();
      for (Tensor part : state) {
        initial.add(tape.constant(part));
      }
      var reading = model.network().read(tape, tape.constant(inputs), initial, 0);
      for (int part = 0; part < state.size(); part++) {
        state.get(part).copyFrom(reading.state().get(part).data());
      }
      return reading.output().data().toDoubles();
    }
  }

  private Forecast summary(double[][] futures, int origin, WindowScale scale) {
    for (double[] future : futures) {
      series.restore(future, origin, scale, future);
      for (int i = 0; i < future.length; i++) {
        future[i] = series.original(future[i]);
      }
    }
    if (!drawn) {
      return new Forecast(series.series(), origin, futures[0], List.of(), List.of());
    }
    List<Double> levels = model.config().quantiles();
    List<double[]> quantiles = new ArrayList<>();
    for (int q = 0; q < levels.size(); q++) {
      quantiles.add(new double[futures[0].length]);
    }
    double[] sorted = new double[paths];
    for (int i = 0; i < futures[0].length; i++) {
      for (int path = 0; path < paths; path++) {
        sorted[path] = futures[path][i];
      }
      Arrays.sort(sorted);
      for (int q = 0; q < levels.size(); q++) {
        quantiles.get(q)[i] = quantile(sorted, levels.get(q));
      }
    }
    double[] median = quantiles.get(levels.indexOf(0.5)).clone();
    return new Forecast(series.series(), origin, median, levels, quantiles);
  }

  /// Between two draws in a straight line (Hyndman & Fan 1996, definition 7).
  private static double quantile(double[] sorted, double level) {
    double at = level * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
