package dev.refrain.data.series;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import dev.refrain.data.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What to do where a series has no value.
public enum MissingValues {
  /// Say where, and stop.
  REFUSE,
  /// Leave out the steps that lack a value.
  DROP,
  /// Put 0, in the units of the file.
  ZERO,
  /// Put the feature's last known value; before the first one, that.
  PREVIOUS,
  /// Put what lies on the straight line between the known values before and after, by the number of
  /// the step; at the ends, the nearest known value.
  LINEAR;

  /// A set without missing values.
  ///
  /// @param set without the steps or with the values that the policy says
  /// @param values how many were missing
  /// @param steps how many steps were left out
  public record Filled(SeriesSet set, long values, long steps) {}

  /// The name on the command line and in files: `"linear"`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The policy with a label.
  ///
  /// @throws IllegalArgumentException that lists the known labels if there is none
  @JsonCreator
  public static MissingValues named(String label) {
    return Labels.find(values(), MissingValues::label, "policy for missing values", label);
  }

  /// Treats a set. A series that lacks nothing is kept as it is.
  ///
  /// @throws DataException if values are refused, or a feature of a series has no known value to go
  ///     by, or no step is left of one
  public Filled apply(SeriesSet set) {
    List<Series> filled = new ArrayList<>();
    long values = 0;
    long steps = 0;
    for (Series series : set.series()) {
      int missing = 0;
      for (float value : series.values()) {
        missing += Float.isNaN(value) ? 1 : 0;
      }
      Series treated = missing == 0 ? series : treat(series, set.features());
      values += missing;
      steps += series.steps() - treated.steps();
      filled.add(treated);
    }
    return new Filled(values == 0 ? set : set.withSeries(filled), values, steps);
  }

  private Series treat(Series series, List<String> features) {
    return switch (this) {
      case REFUSE -> throw refused(series, features);
      case DROP -> drop(series);
      case ZERO -> {
        float[] values = series.values().clone();
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.isNaN(values[i]) ? 0 : values[i];
        }
        yield series.withValues(values);
      }
      case PREVIOUS, LINEAR -> {
        float[] values = series.values().clone();
        for (int feature = 0; feature < features.size(); feature++) {
          fill(series, feature, features.get(feature), values);
        }
        yield series.withValues(values);
      }
    };
  }

  private static DataException refused(Series series, List<String> features) {
    int at = 0;
    while (!Float.isNaN(series.values()[at])) {
      at++;
    }
    return new DataException(
        "%s has no value of '%s' at step %,d; fill it in, or choose what to do about missing values: drop, zero, previous or linear."
            .formatted(
                series.origin(), features.get(at % features.size()), at / features.size() + 1));
  }

  private static Series drop(Series series) {
    int features = series.features();
    float[] kept = new float[series.values().length];
    int length = 0;
    for (int t = 0; t < series.steps(); t++) {
      boolean whole = true;
      for (int f = 0; f < features; f++) {
        whole &= !Float.isNaN(series.value(t, f));
      }
      if (whole) {
        System.arraycopy(series.values(), t * features, kept, length, features);
        length += features;
      }
    }
    if (length == 0) {
      throw new DataException(
          series.origin() + " lacks a value at every step; remove it, or fill the values in.");
    }
    return series.withValues(Arrays.copyOf(kept, length));
  }

  private void fill(Series series, int feature, String name, float[] values) {
    int steps = series.steps();
    int known = -1; // the last step with a value
    for (int t = 0; t < steps; t++) {
      if (Float.isNaN(series.value(t, feature))) {
        continue;
      }
      float next = series.value(t, feature);
      for (int gap = known + 1; gap < t; gap++) {
        float before = known < 0 ? next : series.value(known, feature);
        float part = (float) (gap - known) / (t - known);
        values[gap * series.features() + feature] =
            this == LINEAR ? before + (next - before) * part : before;
      }
      known = t;
    }
    if (known < 0) {
      throw new DataException(
          "%s has no value of '%s' at any step; choose zero for missing values, or leave the feature out."
              .formatted(series.origin(), name));
    }
    for (int gap = known + 1; gap < steps; gap++) {
      values[gap * series.features() + feature] = series.value(known, feature);
    }
  }
}
