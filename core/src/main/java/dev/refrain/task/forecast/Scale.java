package dev.refrain.task.forecast;

import static dev.refrain.config.Checks.require;

/// How numbers are brought to mean 0 and deviation 1.
///
/// @param mean what is subtracted
/// @param deviation what is divided by, above 0
public record Scale(double mean, double deviation) {

  /// @throws IllegalArgumentException if a value is not finite, or the deviation not above 0
  public Scale {
    require(Double.isFinite(mean), "a mean is %s, it must be a number", mean);
    require(
        deviation > 0 && Double.isFinite(deviation),
        "a deviation is %s, it must be above 0",
        deviation);
  }

  /// Nothing changes.
  static final Scale IDENTITY = new Scale(0, 1);

  /// Numbers to be scaled.
  @FunctionalInterface
  interface Column {
    double at(int row);
  }

  /// The scale of the rows `[from, to)`, at least one; of deviation 1 where they are all the same.
  static Scale of(Column column, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += column.at(i);
    }
    double mean = sum / (to - from);
    double squares = 0;
    for (int i = from; i < to; i++) {
      double difference = column.at(i) - mean;
      squares += difference * difference;
    }
    double deviation = Math.sqrt(squares / (to - from));
    // What is left of equal numbers by rounding is no deviation.
    return new Scale(mean, deviation > 1e-12 * Math.abs(mean) ? deviation : 1);
  }

  double scaled(double value) {
    return (value - mean) / deviation;
  }

  double restored(double scaled) {
    return scaled * deviation + mean;
  }
}
