package dev.refrain.task.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How good a model's forecasts of a part of a series are, beside those that cost nothing.
///
/// @param windows how many forecasts were made, each from another row
/// @param horizon how many steps each has
/// @param season after how many steps the seasonal naive forecast repeats
/// @param targets for each target
public record ForecastEvaluation(int windows, int horizon, int season, List<TargetScores> targets) {

  /// How the model's forecasts are called.
  public static final String MODEL = "model";

  /// The forecast that everything stays as it is.
  public static final String NAIVE = "naive";

  /// The forecast that everything comes as it was a season before.
  public static final String SEASONAL_NAIVE = "seasonal naive";

  /// How the forecasts of a target fare.
  ///
  /// @param target its name
  /// @param methods the model, the naive and, where there is a season, the seasonal naive forecast
  /// @param quantiles for each level; empty if the model does not say how sure it is
  public record TargetScores(
      String target, List<MethodScores> methods, List<QuantileScores> quantiles) {
    /// The scores of a way to forecast.
    ///
    /// @throws IllegalArgumentException if it was not measured
    public ForecastScores of(String method) {
      return methods.stream()
          .filter(scores -> scores.method().equals(method))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("there are no scores of " + method))
          .scores();
    }
  }

  /// The scores of a way to forecast.
  public record MethodScores(String method, ForecastScores scores) {}

  /// How a quantile fares.
  ///
  /// @param level the share of the truth that should lie at or below it
  /// @param coverage the share that does
  /// @param pinball the mean pinball loss, in the target's unit
  public record QuantileScores(double level, double coverage, double pinball) {}

  /// A score of a way to forecast, as the mean over all targets; of use for scores without a unit.
  public double mean(String method, ToDoubleFunction<ForecastScores> score) {
    return targets.stream().mapToDouble(t -> score.applyAsDouble(t.of(method))).average().orElse(0);
  }

  /// Measures forecasts from each row of a part of a series: those whose steps all lie within it.
  ///
  /// @param from the first row of the part
  /// @param to its end (exclusive)
  /// @param stride how far apart the forecasts begin
  /// @throws dev.refrain.data.DataException if the part is too short for one
  public static ForecastEvaluation of(Forecaster forecaster, int from, int to, int stride) {
    PreparedSeries series = forecaster.series();
    int season = series.profile().season();
    int horizon = forecaster.horizon();
    var windows = new SeriesWindows(series, Math.max(from, season), to, horizon, stride, 1);
    if (windows.count() == 0) {
      throw series
          .series()
          .bad(
              "has %,d rows to forecast (from %s), and a horizon of %,d behind %,d rows to read needs more; use a smaller horizon or a larger part"
                  .formatted(
                      Math.max(0, to - from),
                      series.series().time().label(from),
                      horizon,
                      series.first() + series.config().input()));
    }
    List<ForecastSums> parts =
        forecaster.each(
            windows,
            forecasts -> {
              var sums = new ForecastSums(series, season);
              forecasts.forEach(sums::add);
              return sums;
            });
    ForecastSums whole = parts.getFirst();
    for (ForecastSums part : parts.subList(1, parts.size())) { // in order: the same bits always
      whole.add(part);
    }
    List<TargetScores> targets = new ArrayList<>();
    for (int d = 0; d < series.width(); d++) {
      targets.add(whole.scores(d));
    }
    return new ForecastEvaluation(windows.count(), horizon, season, List.copyOf(targets));
  }
}
