package dev.refrain.task.forecast;

import java.time.LocalDateTime;

/// A series as a network reads it: targets transformed, differenced and scaled, and what is known of
/// each step, covariates scaled and the calendar as sines and cosines. Made once; windows are places
/// in it.
final class PreparedSeries {
  private final TimeSeries series;
  private final ForecastConfig config;
  private final SeriesProfile profile;
  private final int width;
  private final int knownWidth;
  private final int end; // of what is known ahead
  private final float[] values; // [length, D]
  private final float[] known; // [end, K]

  /// @param ahead how many steps beyond the end are to be known, as far as covariates are
  /// @throws dev.refrain.data.DataException if the series cannot be prepared as the model asks for
  PreparedSeries(TimeSeries series, ForecastConfig config, SeriesProfile profile, int ahead) {
    this.series = series;
    this.config = config;
    this.profile = profile;
    this.width = series.targets().size();
    this.knownWidth = config.series().knownWidth();
    this.end =
        config.series().covariates().isEmpty()
            ? series.length() + ahead
            : Math.min(series.length() + ahead, series.known());
    if (!config.series().calendar().isEmpty() && !series.time().dates()) {
      throw series.bad(
          "has numbers for times, which have no calendar; leave the features of the calendar out");
    }
    values = new float[series.length() * width];
    for (int row = first(); row < series.length(); row++) {
      for (int d = 0; d < width; d++) {
        double value = transformed(row, d) - (lag() == 0 ? 0 : transformed(row - lag(), d));
        values[row * width + d] = (float) profile.targets().get(d).network().scaled(value);
      }
    }
    known = new float[Math.multiplyExact(end, knownWidth)];
    for (int row = 0; row < end && knownWidth > 0; row++) {
      fillKnown(row);
    }
  }

  /// Holds that what is known ahead of a step is known of all rows before `to`.
  ///
  /// @throws dev.refrain.data.DataException if it is not
  void requireKnown(int to) {
    if (to > end) {
      throw series.bad(
          "knows the covariates (%s) up to %s, and they are needed up to %s; add rows with the time and the covariates, the targets empty"
              .formatted(
                  String.join(", ", config.series().covariates()),
                  series.time().label(end - 1),
                  series.time().label(to - 1)));
    }
  }

  private void fillKnown(int row) {
    int at = row * knownWidth;
    for (int k = 0; k < profile.covariates().size(); k++) {
      known[at++] = (float) profile.covariates().get(k).scaled(series.covariate(row, k));
    }
    LocalDateTime time = config.series().calendar().isEmpty() ? null : series.time().dateTime(row);
    for (CalendarFeature feature : config.series().calendar()) {
      double angle = 2 * Math.PI * feature.phase(time);
      known[at++] = (float) Math.sin(angle);
      known[at++] = (float) Math.cos(angle);
    }
  }

  TimeSeries series() {
    return series;
  }

  ForecastConfig config() {
    return config;
  }

  SeriesProfile profile() {
    return profile;
  }

  /// How many targets there are.
  int width() {
    return width;
  }

  /// How many numbers are known ahead of a step.
  int knownWidth() {
    return knownWidth;
  }

  /// The first row that the network can read.
  int first() {
    return lag();
  }

  private int lag() {
    return config.difference() ? profile.season() : 0;
  }

  /// A target's value as the network reads it.
  float value(int row, int target) {
    return values[row * width + target];
  }

  /// A number that is known of a row.
  float known(int row, int number) {
    return known[row * knownWidth + number];
  }

  private double transformed(int row, int target) {
    return config.transform().apply(series, row, target);
  }

  /// Turns a forecast from the network's numbers into those that [#original] takes back to the
  /// series' own: scales and differences are undone, the transform is not.
  ///
  /// @param forecast `[steps, D]`, overwritten
  /// @param origin the row of the first step
  /// @param window what the window was brought to
  /// @param base `[steps, D]`, a forecast so turned, whose values stand for those that are not
  ///     observed yet where differences go back to them; may be `forecast` itself
  void restore(double[] forecast, int origin, WindowScale window, double[] base) {
    for (int i = 0; i < forecast.length; i++) {
      int step = i / width;
      int d = i % width;
      double value = profile.targets().get(d).network().restored(window.restored(d, forecast[i]));
      if (lag() > 0) {
        value +=
            step < lag() ? transformed(origin + step - lag(), d) : base[(step - lag()) * width + d];
      }
      forecast[i] = value;
    }
  }

  /// A value of the series' own from what [#restore] gives.
  double original(double restored) {
    return config.transform().undo(restored);
  }
}
