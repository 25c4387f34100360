package dev.refrain.task.forecast;

import static dev.refrain.config.Checks.require;

import java.util.regex.Pattern;

/// Where a series is cut by time: first what is learned, then what is held out for validation, then
/// what is kept for the test. Each is a share of the rows (`0.2`), a number of rows (`2880`), or the
/// time at which the part begins, written as in the file (`1957-01`), with an `@` before it where
/// times are numbers (`@1957`).
///
/// @param rows how much of the series is used, from its start: a share, a number, or the first time
///     that is not used; empty for all
/// @param validation what is held out for validation; `0` for nothing
/// @param test what is kept for the test, at the end; `0` for nothing
public record SplitConfig(String rows, String validation, String test) {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern SHARE = Pattern.compile("0?\\.\\d+");

  /// @throws IllegalArgumentException if there is nothing to read in one of them
  public SplitConfig {
    rows = rows == null ? "" : rows.strip();
    require(
        validation != null && !validation.isBlank(),
        "validation is missing: a share, a number of rows, or a time; 0 for nothing");
    require(
        test != null && !test.isBlank(),
        "test is missing: a share, a number of rows, or a time; 0 for nothing");
    validation = validation.strip();
    test = test.strip();
  }

  /// A tenth for validation and a fifth for the test.
  public static SplitConfig defaults() {
    return new SplitConfig("", "0.1", "0.2");
  }

  /// Whether anything is held out for validation.
  public boolean validates() {
    return !isNothing(validation);
  }

  private static boolean isNothing(String part) {
    return (NUMBER.matcher(part).matches() || SHARE.matcher(part).matches())
        && Double.parseDouble(part) == 0;
  }

  /// The parts of a series.
  ///
  /// @throws dev.refrain.data.DataException if a part is longer than the series, or begins at a time
  ///     that it does not have
  public SeriesSplit of(TimeSeries series) {
    int end = rows.isEmpty() ? series.length() : Math.min(series.length(), first(rows, series));
    int test = end - size(this.test, "test", series, end);
    int validation = test - size(this.validation, "validation", series, test, end);
    return new SeriesSplit(validation, test, end);
  }

  private static int size(String part, String name, TimeSeries series, int end) {
    return size(part, name, series, end, end);
  }

  /// How many rows a part has that ends at `end`; shares are of `whole`.
  private static int size(String part, String name, TimeSeries series, int end, int whole) {
    long size;
    if (NUMBER.matcher(part).matches()) {
      size = number(part);
    } else if (SHARE.matcher(part).matches()) {
      size = Math.round(Double.parseDouble(part) * whole);
    } else {
      size = (long) end - series.time().firstAt(time(part), name);
    }
    if (size < 0 || size >= end) {
      throw series.bad(
          "has %,d rows to cut, and %s asks for %s; give a smaller part or an earlier time"
              .formatted(end, name, part));
    }
    return (int) size;
  }

  private static int first(String part, TimeSeries series) {
    if (NUMBER.matcher(part).matches()) {
      return (int) Math.min(Integer.MAX_VALUE, number(part));
    }
    return SHARE.matcher(part).matches()
        ? (int) Math.round(Double.parseDouble(part) * series.length())
        : series.time().firstAt(time(part), "rows");
  }

  private static long number(String digits) {
    return digits.length() > 10 ? Integer.MAX_VALUE : Long.parseLong(digits);
  }

  private static String time(String part) {
    return part.startsWith("@") ? part.substring(1) : part;
  }
}
