package dev.refrain.task.forecast;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireWhole;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Which columns of a table are a series to forecast, and what becomes of rows that are not as they
/// should be.
///
/// @param time the column of the times; empty for the first column
/// @param targets the columns to forecast; all are read as well
/// @param covariates columns that are known of the future too, such as holidays or prices
/// @param calendar what is told from the time itself and read beside the columns
/// @param season after how many steps things repeat, for the seasonal naive forecast and for
///     differences; 0 to tell it from the times (12 for months, 24 for hours, 7 for days), 1 for none
/// @param missing what becomes of values that are not there
/// @param irregular what becomes of times that are not evenly spaced
/// @param duplicates what becomes of rows of the same time
public record SeriesConfig(
    String time,
    List<String> targets,
    List<String> covariates,
    List<CalendarFeature> calendar,
    int season,
    MissingPolicy missing,
    IrregularTimes irregular,
    DuplicateTimes duplicates) {
  private static final int MAX_COLUMNS = 4096;

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public SeriesConfig {
    time = time == null ? "" : time;
    targets = targets == null ? List.of() : List.copyOf(targets);
    covariates = covariates == null ? List.of() : List.copyOf(covariates);
    calendar = calendar == null ? List.of() : List.copyOf(calendar);
    requireWhole("the number of targets", targets.size(), 0, MAX_COLUMNS);
    requireWhole("the number of covariates", covariates.size(), 0, MAX_COLUMNS);
    requireWhole("season", season, 0, 1 << 24);
    Set<String> seen = new HashSet<>();
    for (List<String> columns : List.of(targets, covariates)) {
      for (String column : columns) {
        require(
            seen.add(column) && !column.equals(time),
            "the column '%s' is named twice among time, targets and covariates; name it once",
            column);
      }
    }
    require(
        new HashSet<>(calendar).size() == calendar.size(),
        "calendar names a feature twice: %s",
        calendar);
    require(missing != null, "missing is missing; known are refuse, previous, linear");
    require(irregular != null, "irregular is missing; known are refuse, fill, rows");
    require(duplicates != null, "duplicates is missing; known are refuse, first, last, mean");
  }

  /// These targets beside the time in the first column, and nothing else; rows that are not as they
  /// should be are refused.
  public static SeriesConfig of(String... targets) {
    return new SeriesConfig(
        "",
        List.of(targets),
        List.of(),
        List.of(),
        0,
        MissingPolicy.REFUSE,
        IrregularTimes.REFUSE,
        DuplicateTimes.REFUSE);
  }

  /// How many numbers the network reads of a step that are known ahead.
  int knownWidth() {
    return covariates.size() + CalendarFeature.WIDTH * calendar.size();
  }

  /// The same with the times in another column.
  public SeriesConfig withTime(String time) {
    return change(draft -> draft.time = time);
  }

  /// The same with other covariates.
  public SeriesConfig withCovariates(List<String> covariates) {
    return change(draft -> draft.covariates = covariates);
  }

  /// The same with other features of the calendar.
  public SeriesConfig withCalendar(CalendarFeature... calendar) {
    return change(draft -> draft.calendar = List.of(calendar));
  }

  /// The same with another season.
  public SeriesConfig withSeason(int season) {
    return change(draft -> draft.season = season);
  }

  /// The same with other policies.
  public SeriesConfig withPolicies(
      MissingPolicy missing, IrregularTimes irregular, DuplicateTimes duplicates) {
    return change(
        draft -> {
          draft.missing = missing;
          draft.irregular = irregular;
          draft.duplicates = duplicates;
        });
  }

  private SeriesConfig change(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /// The same fields, open to change: what the withers write to.
  private static final class Draft {
    private String time;
    private final List<String> targets;
    private List<String> covariates;
    private List<CalendarFeature> calendar;
    private int season;
    private MissingPolicy missing;
    private IrregularTimes irregular;
    private DuplicateTimes duplicates;

    Draft(SeriesConfig from) {
      time = from.time;
      targets = from.targets;
      covariates = from.covariates;
      calendar = from.calendar;
      season = from.season;
      missing = from.missing;
      irregular = from.irregular;
      duplicates = from.duplicates;
    }

    SeriesConfig build() {
      return new SeriesConfig(
          time, targets, covariates, calendar, season, missing, irregular, duplicates);
    }
  }
}
