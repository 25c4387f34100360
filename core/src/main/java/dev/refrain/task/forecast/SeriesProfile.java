package dev.refrain.task.forecast;

import static dev.refrain.config.Checks.require;

import java.util.ArrayList;
import java.util.List;

/// What a model knows of a series from the part that it learned, and stores with its weights.
///
/// @param season after how many steps things repeat; 1 for no season
/// @param targets for each target
/// @param covariates the scales of the covariates
public record SeriesProfile(int season, List<TargetProfile> targets, List<Scale> covariates) {

  /// @throws IllegalArgumentException if a value cannot be
  public SeriesProfile {
    require(season >= 1, "the season is %d, it must be 1 or more", season);
    targets = targets == null ? List.of() : List.copyOf(targets);
    covariates = covariates == null ? List.of() : List.copyOf(covariates);
  }

  /// What the first `rows` rows of a series tell.
  ///
  /// @throws dev.refrain.data.DataException if there is nothing to learn from them
  static SeriesProfile of(TimeSeries series, ForecastConfig config, int rows) {
    int asked = config.series().season();
    int season = asked == 0 ? series.time().usualSeason() : asked;
    int lag = config.difference() ? season : 0;
    require(
        !config.difference() || season > 1,
        "differences need a season of 2 steps or more; say after how many steps the series"
            + " repeats");
    if (rows <= lag + 1) {
      throw series.bad(
          "leaves %,d rows to learn from, and a season of %,d needs more; use a longer series or a smaller season"
              .formatted(rows, season));
    }
    List<TargetProfile> targets = new ArrayList<>();
    for (int d = 0; d < series.targets().size(); d++) {
      targets.add(target(series, config.transform(), d, season, lag, rows));
    }
    List<Scale> covariates = new ArrayList<>();
    for (int k = 0; k < config.series().covariates().size(); k++) {
      int covariate = k;
      covariates.add(Scale.of(row -> series.covariate(row, covariate), 0, rows));
    }
    return new SeriesProfile(season, targets, covariates);
  }

  private static TargetProfile target(
      TimeSeries series, Transform transform, int target, int season, int lag, int rows) {
    double first = series.target(0, target);
    boolean constant = true;
    for (int row = 0; row < rows && constant; row++) {
      constant = series.target(row, target) == first;
    }
    if (constant) {
      throw series.bad(
          "has '%s' = %s in all of the %,d rows to learn from: nothing can be learned from a constant; choose another target, or more rows"
              .formatted(series.targets().get(target), first, rows));
    }
    double error = 0;
    int naive = Math.min(season, rows - 1);
    for (int row = naive; row < rows; row++) {
      error += Math.abs(series.target(row, target) - series.target(row - naive, target));
    }
    Scale network =
        Scale.of(
            row ->
                transform.apply(series, row, target)
                    - (lag == 0 ? 0 : transform.apply(series, row - lag, target)),
            lag,
            rows);
    return new TargetProfile(
        Scale.of(row -> series.target(row, target), 0, rows), network, error / (rows - naive));
  }
}
