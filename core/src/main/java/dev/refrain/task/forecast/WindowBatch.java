package dev.refrain.task.forecast;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// Windows of a series side by side on a tape. Letters: T steps that are read, B windows, D targets,
/// K numbers known ahead of each step, H steps to forecast.
///
/// A network that forecasts recursively reads at step t the targets of t and what is known of t + 1,
/// the step that it then forecasts; the others read what is known of t.
final class WindowBatch {
  private final Tape tape;
  private final PreparedSeries series;
  private final int[] origins;
  private final WindowScale[] scales;

  /// @param origins the row of the first step to forecast, of each window
  WindowBatch(Tape tape, PreparedSeries series, int[] origins) {
    this.tape = tape;
    this.series = series;
    this.origins = origins;
    this.scales = new WindowScale[origins.length];
    for (int b = 0; b < origins.length; b++) {
      scales[b] = WindowScale.of(series, origins[b]);
    }
  }

  int rows() {
    return origins.length;
  }

  WindowScale scale(int row) {
    return scales[row];
  }

  /// What is read, `[T, B, D + K]`: the T = input + `beyond` steps up to `beyond` behind the window.
  Value inputs(int beyond) {
    int input = series.config().input();
    int steps = input + beyond;
    int ahead = series.config().method() == ForecastMethod.RECURSIVE ? 1 : 0;
    Tensor inputs = tape.allocate(Shape.of(steps, rows(), series.width() + series.knownWidth()));
    int at = 0;
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < rows(); b++) {
        int row = origins[b] - input + t;
        for (int d = 0; d < series.width(); d++) {
          inputs.set(at++, scales[b].scaled(d, series.value(row, d)));
        }
        for (int k = 0; k < series.knownWidth(); k++) {
          inputs.set(at++, series.known(row + ahead, k));
        }
      }
    }
    return tape.constant(inputs);
  }

  /// What is known of the steps to forecast, `[B, H · K]`, step by step.
  Value futureInARow(int horizon) {
    Tensor future = tape.allocate(Shape.of(rows(), horizon * series.knownWidth()));
    int at = 0;
    for (int b = 0; b < rows(); b++) {
      for (int h = 0; h < horizon; h++) {
        for (int k = 0; k < series.knownWidth(); k++) {
          future.set(at++, series.known(origins[b] + h, k));
        }
      }
    }
    return tape.constant(future);
  }

  /// What a decoder reads, `[H, B, 1 + K]`: how far ahead a step is, up to 1, and what is known of it.
  Value futureInSteps(int horizon) {
    Tensor future = tape.allocate(Shape.of(horizon, rows(), 1 + series.knownWidth()));
    int at = 0;
    for (int h = 0; h < horizon; h++) {
      for (int b = 0; b < rows(); b++) {
        future.set(at++, (h + 1.0) / horizon);
        for (int k = 0; k < series.knownWidth(); k++) {
          future.set(at++, series.known(origins[b] + h, k));
        }
      }
    }
    return tape.constant(future);
  }

  /// The truth of all windows, `[B, H · D]`, step by step.
  Tensor targetsInARow(int horizon) {
    Tensor targets = tape.allocate(Shape.of(rows(), horizon * series.width()));
    int at = 0;
    for (int b = 0; b < rows(); b++) {
      for (int h = 0; h < horizon; h++) {
        for (int d = 0; d < series.width(); d++) {
          targets.set(at++, scales[b].scaled(d, series.value(origins[b] + h, d)));
        }
      }
    }
    return targets;
  }

  /// The truth of the steps from `from` to `to`, counted from the first to forecast, `[to - from, B,
  /// D]`; steps of the window itself are negative.
  Tensor targetsInSteps(int from, int to) {
    Tensor targets = tape.allocate(Shape.of(to - from, rows(), series.width()));
    int at = 0;
    for (int h = from; h < to; h++) {
      for (int b = 0; b < rows(); b++) {
        for (int d = 0; d < series.width(); d++) {
          targets.set(at++, scales[b].scaled(d, series.value(origins[b] + h, d)));
        }
      }
    }
    return targets;
  }
}
