package dev.refrain.data.series;

import java.util.Optional;

/// One series: T steps of F features, perhaps with a label, and a group that must not be torn apart
/// when data is held out (the person who was measured, for example).
public final class Series {
  private final float[] values;
  private final int features;
  private final String label;
  private final String group;
  private final String origin;

  /// @param values `[T, F]`, not copied; NaN where a value is missing
  /// @param label null if it has none
  /// @param group null if it has none
  /// @param origin where it came from, for messages: `x.csv, line 12`
  /// @throws IllegalArgumentException if there is no step, or the last one is not whole
  public Series(float[] values, int features, String label, String group, String origin) {
    if (features < 1 || values.length == 0 || values.length % features != 0) {
      throw new IllegalArgumentException(
          "%d values for steps of %d features".formatted(values.length, features));
    }
    this.values = values;
    this.features = features;
    this.label = label;
    this.group = group;
    this.origin = origin;
  }

  /// T, at least 1.
  public int steps() {
    return values.length / features;
  }

  /// F.
  public int features() {
    return features;
  }

  /// The numbers, `[T, F]`, live; NaN where a value is missing.
  public float[] values() {
    return values;
  }

  public float value(int step, int feature) {
    return values[step * features + feature];
  }

  public Optional<String> label() {
    return Optional.ofNullable(label);
  }

  public Optional<String> group() {
    return Optional.ofNullable(group);
  }

  /// Where it came from, for messages: `x.csv, line 12`.
  public String origin() {
    return origin;
  }

  /// The same series with other numbers, `[T', F]`, not copied.
  public Series withValues(float[] newValues) {
    return new Series(newValues, features, label, group, origin);
  }

  /// Writes the numbers into one row of a batch.
  ///
  /// @param batch `[T', rows, F]`, T' at least T; what stands behind the last step stays
  public void copyTo(float[] batch, int row, int rows) {
    for (int t = 0; t < steps(); t++) {
      System.arraycopy(values, t * features, batch, (t * rows + row) * features, features);
    }
  }
}
