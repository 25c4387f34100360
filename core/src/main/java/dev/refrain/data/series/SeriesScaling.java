package dev.refrain.data.series;

import static dev.refrain.config.Checks.require;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Brings each feature x to `(x − shift) · factor`. Fitted on the training part alone and kept with
/// the model, so that held-out data leaks nothing into it.
///
/// @param shift of each feature, in the units of the file
/// @param factor of each feature, not 0
public record SeriesScaling(List<Double> shift, List<Double> factor) {

  /// @throws IllegalArgumentException if the lists are not of one length, or a number is not finite
  public SeriesScaling {
    shift = List.copyOf(shift);
    factor = List.copyOf(factor);
    require(
        shift.size() == factor.size(),
        "the scaling has %d shifts and %d factors",
        shift.size(),
        factor.size());
    for (int f = 0; f < shift.size(); f++) {
      require(
          Double.isFinite(shift.get(f)) && Double.isFinite(factor.get(f)) && factor.get(f) != 0,
          "the scaling of feature %d is (x - %s) * %s",
          f + 1,
          shift.get(f),
          factor.get(f));
    }
  }

  /// The scaling that suits a training set without missing values. A feature that never changes is
  /// moved to 0 and keeps its unit.
  public static SeriesScaling fit(ScalingKind kind, SeriesSet training) {
    int features = training.features().size();
    return switch (kind) {
      case NONE -> same(features, 0, 1);
      case STANDARD -> {
        List<Double> shift = new ArrayList<>();
        List<Double> factor = new ArrayList<>();
        for (int f = 0; f < features; f++) {
          Moments moments = Moments.of(training, f, f + 1);
          shift.add(moments.mean());
          factor.add(reciprocal(moments.deviation()));
        }
        yield new SeriesScaling(shift, factor);
      }
      case POOLED -> {
        Moments moments = Moments.of(training, 0, features);
        yield same(features, moments.mean(), reciprocal(moments.deviation()));
      }
      case RANGE -> range(training, features);
    };
  }

  private static SeriesScaling same(int features, double shift, double factor) {
    return new SeriesScaling(
        Collections.nCopies(features, shift), Collections.nCopies(features, factor));
  }

  private static SeriesScaling range(SeriesSet training, int features) {
    List<Double> shift = new ArrayList<>();
    List<Double> factor = new ArrayList<>();
    for (int f = 0; f < features; f++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (Series series : training.series()) {
        for (int t = 0; t < series.steps(); t++) {
          least = Math.min(least, series.value(t, f));
          most = Math.max(most, series.value(t, f));
        }
      }
      shift.add(least);
      factor.add(reciprocal(most - least));
    }
    return new SeriesScaling(shift, factor);
  }

  private static double reciprocal(double size) {
    return size > 0 ? 1 / size : 1;
  }

  /// Mean and deviation of the features `[from, to)` together, in two passes of double precision.
  private record Moments(double mean, double deviation) {
    static Moments of(SeriesSet set, int from, int to) {
      double count = (double) set.steps() * (to - from);
      double sum = 0;
      for (Series series : set.series()) {
        for (int t = 0; t < series.steps(); t++) {
          for (int f = from; f < to; f++) {
            sum += series.value(t, f);
          }
        }
      }
      double mean = sum / count;
      double squares = 0;
      for (Series series : set.series()) {
        for (int t = 0; t < series.steps(); t++) {
          for (int f = from; f < to; f++) {
            double distance = series.value(t, f) - mean;
            squares += distance * distance;
          }
        }
      }
      double deviation = Math.sqrt(squares / count);
      return new Moments(mean, deviation > Math.ulp((float) mean) ? deviation : 0);
    }
  }

  /// How many features it scales.
  public int features() {
    return shift.size();
  }

  /// One value of a feature scaled.
  public double apply(int feature, double value) {
    return (value - shift.get(feature)) * factor.get(feature);
  }

  /// A series scaled.
  ///
  /// @throws IllegalArgumentException if it has another number of features
  public Series apply(Series series) {
    require(
        series.features() == features(),
        "%s has %d features, the scaling %d",
        series.origin(),
        series.features(),
        features());
    float[] values = series.values().clone();
    for (int f = 0; f < features(); f++) {
      double from = shift.get(f);
      double times = factor.get(f);
      for (int i = f; i < values.length; i += features()) {
        values[i] = (float) ((values[i] - from) * times);
      }
    }
    return series.withValues(values);
  }

  /// All series of a set scaled.
  public SeriesSet apply(SeriesSet set) {
    return set.withSeries(set.series().stream().map(this::apply).toList());
  }
}
