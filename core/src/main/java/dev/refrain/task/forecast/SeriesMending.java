package dev.refrain.task.forecast;

import dev.refrain.data.DataException;
import dev.refrain.train.DataFingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Makes a series of rows whose times increase: times that are not evenly spaced and values that are
/// missing are refused or mended, as the configuration says.
final class SeriesMending {
  /// How many rows a gap may add, so that a slip of the pen in a date does not fill the memory.
  private static final int MAX_GAP = 1 << 20;

  private final SeriesConfig config;
  private final String name;
  private final String timeName;
  private final TimeFormat format;
  private final List<String> columns = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private List<SeriesRow> rows;

  SeriesMending(
      SeriesConfig config, String name, String timeName, TimeFormat format, List<SeriesRow> rows) {
    this.config = config;
    this.name = name;
    this.timeName = timeName;
    this.format = format;
    this.rows = rows;
    columns.addAll(config.targets());
    columns.addAll(config.covariates());
  }

  /// @param duplicates how many rows had the time of the one before
  TimeSeries mended(DataFingerprint fingerprint, long duplicates) {
    if (duplicates > 0) {
      remark(
          "%,d %s the time of the row before: %s kept",
          duplicates,
          duplicates == 1 ? "row has" : "rows have",
          config.duplicates() == DuplicateTimes.MEAN
              ? "the mean is"
              : "the " + config.duplicates() + " is");
    }
    TimeAxis time = evenly();
    int targets = config.targets().size();
    int covariates = config.covariates().size();
    int length = rows.size();
    while (length > 0 && rows.get(length - 1).isEmpty(targets)) {
      length--;
    }
    if (length == 0) {
      throw new DataException(
          "%s has no value in %s; choose another target"
              .formatted(name, String.join(", ", config.targets())));
    }
    for (int c = 0; c < columns.size(); c++) {
      mend(c, c < targets ? length : knownCovariates(length, targets));
    }
    int known = covariates == 0 ? length : knownCovariates(length, targets);
    if (covariates == 0 && length < rows.size()) {
      remark("%,d rows at the end have no target and are left out", rows.size() - length);
    }
    return new TimeSeries(
        fingerprint,
        known == rows.size() ? time : TimeAxis.of(format, times(known)),
        config.targets(),
        values(0, targets, length),
        covariates,
        values(targets, columns.size(), known),
        remarks);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library of its own
  private void remark(String message, Object... values) {
    remarks.add(name + ": " + String.format(Locale.ROOT, message, values));
  }

  /// How many rows have covariates: behind the last target, up to the first row without any.
  private int knownCovariates(int length, int targets) {
    int known = length;
    while (known < rows.size() && !covariatesEmpty(rows.get(known), targets)) {
      known++;
    }
    return known;
  }

  private boolean covariatesEmpty(SeriesRow row, int targets) {
    for (int c = targets; c < columns.size(); c++) {
      if (!row.isMissing(c)) {
        return false;
      }
    }
    return true;
  }

  private double[] times(int count) {
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      times[i] = rows.get(i).time();
    }
    return times;
  }

  /// `[to a row, columns]` of the columns `[from, to)`.
  private double[] values(int from, int to, int count) {
    double[] values = new double[Math.multiplyExact(count, to - from)];
    int at = 0;
    for (int row = 0; row < count; row++) {
      for (int c = from; c < to; c++) {
        values[at++] = rows.get(row).value(c);
      }
    }
    return values;
  }

  private TimeAxis evenly() {
    TimeAxis time = TimeAxis.of(format, times(rows.size()));
    int irregular = time.firstIrregular(1);
    if (irregular < 0) {
      return time;
    }
    int places = 0;
    for (int i = irregular; i >= 0; i = time.firstIrregular(i + 1)) {
      places++;
    }
    return switch (config.irregular()) {
      case REFUSE ->
          throw new DataException(
              "%s; fill the gaps, or choose what becomes of irregular times: fill or rows"
                  .formatted(describe(time, irregular, places)));
      case ROWS -> {
        remark(
            "%,d rows are not %s behind the one before; every row counts as one step",
            places, time.usualSpace());
        yield time;
      }
      case FILL -> filled(time, irregular, places);
    };
  }

  private String describe(TimeAxis time, int row, int places) {
    return "%s, line %,d has '%s' = %s, which is %s behind the row before where %s is usual (%,d such %s)"
        .formatted(
            name,
            rows.get(row).line(),
            timeName,
            time.label(row),
            time.spaceBefore(row),
            time.usualSpace(),
            places,
            places == 1 ? "place" : "places");
  }

  private TimeAxis filled(TimeAxis time, int irregular, int places) {
    List<SeriesRow> filled = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      int steps = i == 0 ? 1 : time.stepsBefore(i);
      if (steps < 0 || steps > MAX_GAP) {
        throw new DataException(
            "%s; a gap of no whole number of steps cannot be filled, let every row count as a step (rows)"
                .formatted(describe(time, steps < 0 ? i : irregular, places)));
      }
      for (int missing = 1; missing < steps; missing++) {
        double[] values = new double[columns.size()];
        Arrays.fill(values, Double.NaN);
        filled.add(new SeriesRow(0, time.behind(i - 1, missing), values));
      }
      filled.add(rows.get(i));
    }
    remark("%,d rows are added where times are missing", filled.size() - rows.size());
    rows = filled;
    return TimeAxis.of(format, times(rows.size()));
  }

  /// Mends the first `length` values of a column.
  private void mend(int column, int length) {
    int missing = 0;
    for (int i = 0; i < length; i++) {
      if (rows.get(i).isMissing(column)) {
        missing++;
        if (config.missing() == MissingPolicy.REFUSE) {
          refuse(column, i);
        }
      }
    }
    if (missing == 0) {
      return;
    }
    if (missing == length) {
      throw new DataException(
          "%s has no value in '%s'; choose another column".formatted(name, columns.get(column)));
    }
    remark("%,d missing values of '%s' are filled in", missing, columns.get(column));
    int last = -1; // the last row with a value
    for (int i = 0; i < length; i++) {
      if (!rows.get(i).isMissing(column)) {
        last = i;
        continue;
      }
      int next = i;
      while (next < length && rows.get(next).isMissing(column)) {
        next++;
      }
      if (config.missing() == MissingPolicy.PREVIOUS && last < 0) {
        throw new DataException(
            "%s has no value in '%s' before %s, so there is none to put there; remove those rows, or choose linear"
                .formatted(name, columns.get(column), format.write(rows.get(next).time())));
      }
      fill(column, last, next, length);
      i = next - 1;
    }
  }

  private void refuse(int column, int row) {
    boolean added = rows.get(row).line() == 0;
    String place =
        added
            ? "%s has no row for '%s' = %s and so no value in '%s'"
                .formatted(name, timeName, format.write(rows.get(row).time()), columns.get(column))
            : "%s, line %,d has no value in '%s'"
                .formatted(name, rows.get(row).line(), columns.get(column));
    throw new DataException(
        place + "; fill it in, or choose what becomes of missing values: previous or linear");
  }

  /// Fills the rows between two with values; -1 and `length` stand for none.
  private void fill(int column, int last, int next, int length) {
    for (int i = last + 1; i < next; i++) {
      double value;
      if (last < 0) {
        value = rows.get(next).value(column);
      } else if (next == length || config.missing() == MissingPolicy.PREVIOUS) {
        value = rows.get(last).value(column);
      } else {
        double share =
            (rows.get(i).time() - rows.get(last).time())
                / (rows.get(next).time() - rows.get(last).time());
        value = (1 - share) * rows.get(last).value(column) + share * rows.get(next).value(column);
      }
      rows.get(i).set(column, value);
    }
  }
}
