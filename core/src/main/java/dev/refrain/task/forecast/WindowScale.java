package dev.refrain.task.forecast;

/// What one window is brought to before the network reads it: for each target a number that is
/// subtracted and one that is divided by, from the steps that are read.
final class WindowScale {
  /// Added to a variance, so that a window that stands still divides by something.
  private static final double EPSILON = 1e-5;

  private final double[] offsets;
  private final double[] deviations;

  private WindowScale(int width) {
    offsets = new double[width];
    deviations = new double[width];
  }

  /// The scale of the window of `input` steps before row `origin`.
  static WindowScale of(PreparedSeries series, int origin) {
    int input = series.config().input();
    var scale = new WindowScale(series.width());
    for (int d = 0; d < series.width(); d++) {
      scale.deviations[d] = 1;
      switch (series.config().normalization()) {
        case NONE -> {}
        case LAST -> scale.offsets[d] = series.value(origin - 1, d);
        case MOMENTS -> scale.takeMoments(series, origin - input, origin, d);
      }
    }
    return scale;
  }

  private void takeMoments(PreparedSeries series, int from, int to, int target) {
    double sum = 0;
    for (int row = from; row < to; row++) {
      sum += series.value(row, target);
    }
    double mean = sum / (to - from);
    double squares = 0;
    for (int row = from; row < to; row++) {
      double difference = series.value(row, target) - mean;
      squares += difference * difference;
    }
    offsets[target] = mean;
    deviations[target] = Math.sqrt(squares / (to - from) + EPSILON);
  }

  double scaled(int target, double value) {
    return (value - offsets[target]) / deviations[target];
  }

  double restored(int target, double scaled) {
    return scaled * deviations[target] + offsets[target];
  }
}
