package dev.refrain.task.forecast;

/// A row of a table on its way to a series.
final class SeriesRow {
  private final long line;
  private final double time;
  private final double[] values;

  /// @param line where it stands in the file; 0 if it was added
  /// @param time as a number, see [TimeFormat]
  /// @param values targets before covariates; NaN for what is missing
  SeriesRow(long line, double time, double[] values) {
    this.line = line;
    this.time = time;
    this.values = values;
  }

  long line() {
    return line;
  }

  double time() {
    return time;
  }

  double value(int column) {
    return values[column];
  }

  void set(int column, double value) {
    values[column] = value;
  }

  boolean isMissing(int column) {
    return Double.isNaN(values[column]);
  }

  /// Whether the first `columns` values are all missing.
  boolean isEmpty(int columns) {
    for (int c = 0; c < columns; c++) {
      if (!isMissing(c)) {
        return false;
      }
    }
    return true;
  }
}
