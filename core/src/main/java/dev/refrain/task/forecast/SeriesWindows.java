package dev.refrain.task.forecast;

import dev.refrain.tensor.Rng;
import java.util.Arrays;

/// The windows of a part of a series: places in it, each named by its origin, the row of the first
/// step to forecast. What is forecast lies within the part; what is read may lie before it.
final class SeriesWindows {
  private final int[] origins;
  private final int[] order;
  private final int batch;

  /// @param from the first row of the part
  /// @param to its end (exclusive)
  /// @param horizon how many steps are forecast
  /// @param stride how far apart origins are
  SeriesWindows(PreparedSeries series, int from, int to, int horizon, int stride, int batch) {
    int first = Math.max(from, series.first() + series.config().input());
    int count = to - horizon < first ? 0 : (to - horizon - first) / stride + 1;
    origins = new int[count];
    for (int i = 0; i < count; i++) {
      origins[i] = first + i * stride;
    }
    order = origins.clone();
    this.batch = batch;
  }

  /// How many windows there are.
  int count() {
    return origins.length;
  }

  /// The origins in the order of time; `[from, to)` of them.
  int[] origins(int from, int to) {
    return Arrays.copyOfRange(origins, from, to);
  }

  void startEpoch(Rng rng) {
    System.arraycopy(origins, 0, order, 0, order.length);
    rng.shuffle(order);
  }

  int steps() {
    return (order.length + batch - 1) / batch;
  }

  /// How many windows the batch of a step has; the last has what is left.
  int rows(int step) {
    return Math.min(batch, order.length - step * batch);
  }

  /// The origin of a window of a step's batch, in the epoch's order.
  int origin(int step, int row) {
    return order[step * batch + row];
  }
}
