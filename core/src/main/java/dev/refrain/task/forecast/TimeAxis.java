package dev.refrain.task.forecast;

import dev.refrain.data.DataException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/// The times of the rows of a series, which go on beyond its end: evenly spaced in months where all
/// times are on one day of the month (or on its last), else in seconds or plain numbers. The usual
/// space between two rows is the median.
public final class TimeAxis {
  private static final double TOLERANCE = 1e-6;

  /// In what the space between two rows is measured.
  private enum Unit {
    NUMBER,
    SECONDS,
    MONTHS
  }

  private final TimeFormat format;
  private final double[] at;
  private final Unit unit;
  private final boolean lastOfMonth;
  private final double step;

  private TimeAxis(TimeFormat format, double[] at) {
    this.format = format;
    this.at = at;
    this.lastOfMonth = format.kind() == TimeFormat.Kind.DATE && everyLastOfMonth();
    this.unit =
        switch (format.kind()) {
          case NUMBER -> Unit.NUMBER;
          case MONTH -> Unit.MONTHS;
          case DATE, DATE_TIME -> lastOfMonth || monthly() ? Unit.MONTHS : Unit.SECONDS;
        };
    double[] spaces = new double[Math.max(0, at.length - 1)];
    for (int i = 0; i < spaces.length; i++) {
      spaces[i] = space(i + 1);
    }
    Arrays.sort(spaces);
    this.step = spaces.length == 0 ? 1 : spaces[spaces.length / 2];
  }

  /// Times as numbers, which must increase.
  static TimeAxis of(TimeFormat format, double[] at) {
    return new TimeAxis(format, at);
  }

  /// The rows 0 to `rows` - 1 themselves as times.
  static TimeAxis numbered(int rows) {
    double[] at = new double[rows];
    Arrays.setAll(at, i -> i);
    return new TimeAxis(TimeFormat.numbers(), at);
  }

  private boolean everyLastOfMonth() {
    return at.length > 1
        && Arrays.stream(at)
            .mapToObj(TimeFormat::utc)
            .allMatch(t -> t.getDayOfMonth() == t.toLocalDate().lengthOfMonth());
  }

  private boolean monthly() {
    if (at.length < 2) {
      return false;
    }
    LocalDateTime first = TimeFormat.utc(at[0]);
    for (int i = 1; i < at.length; i++) {
      LocalDateTime time = TimeFormat.utc(at[i]);
      if (time.getDayOfMonth() != first.getDayOfMonth()
          || !time.toLocalTime().equals(first.toLocalTime())) {
        return false;
      }
    }
    return true;
  }

  int length() {
    return at.length;
  }

  /// The space between row `i` - 1 and row `i`.
  private double space(int i) {
    return unit == Unit.MONTHS ? month(at[i]) - month(at[i - 1]) : at[i] - at[i - 1];
  }

  private static double month(double time) {
    LocalDateTime date = TimeFormat.utc(time);
    return ChronoUnit.MONTHS.between(YearMonth.of(0, 1), YearMonth.from(date));
  }

  /// The first row, from `from` on, that is not the usual space behind the one before it; -1 if
  /// there is none.
  int firstIrregular(int from) {
    for (int i = Math.max(1, from); i < at.length; i++) {
      if (Math.abs(space(i) - step) > TOLERANCE * step) {
        return i;
      }
    }
    return -1;
  }

  /// How many usual spaces row `i` is behind the one before it; -1 if it is no whole number.
  int stepsBefore(int i) {
    double steps = space(i) / step;
    long whole = Math.round(steps);
    return whole >= 1 && whole < Integer.MAX_VALUE && Math.abs(steps - whole) <= TOLERANCE * whole
        ? (int) whole
        : -1;
  }

  /// The time `steps` usual spaces behind a row.
  double behind(int row, int steps) {
    double time = at[row];
    if (unit != Unit.MONTHS) {
      return time + steps * step;
    }
    LocalDateTime date = TimeFormat.utc(time).plusMonths(Math.round(steps * step));
    if (lastOfMonth) {
      LocalDate day = date.toLocalDate();
      date = day.withDayOfMonth(day.lengthOfMonth()).atStartOfDay();
    }
    return TimeFormat.seconds(date);
  }

  private double time(int row) {
    int last = at.length - 1;
    return row <= last ? at[row] : behind(last, row - last);
  }

  /// A row's time as the file writes it; rows beyond the end follow at the usual space.
  public String label(int row) {
    return format.write(time(row));
  }

  /// A row's date and time; null where times are numbers.
  LocalDateTime dateTime(int row) {
    return format.dateTime(time(row));
  }

  /// Whether times are dates and not plain numbers.
  public boolean dates() {
    return format.kind() != TimeFormat.Kind.NUMBER;
  }

  /// A row's time as a number: of seconds since 1970 for dates.
  public double number(int row) {
    return time(row);
  }

  /// The first row at or behind a time.
  ///
  /// @param what asks, for the message
  /// @throws DataException if the text is no such time, or all rows are before it
  public int firstAt(String text, String what) {
    double time = parse(text, what);
    for (int i = 0; i < at.length; i++) {
      if (at[i] >= time) {
        return i;
      }
    }
    throw new DataException(
        "%s is %s, and the series ends at %s; give an earlier time"
            .formatted(what, text, label(at.length - 1)));
  }

  private double parse(String text, String what) {
    double time = format.parse(text);
    TimeFormat other = TimeFormat.of(text);
    if (Double.isNaN(time) && dates() && other != null && other.kind() != TimeFormat.Kind.NUMBER) {
      time = other.parse(text); // a date where times of day are meant, or a month
    }
    if (Double.isNaN(time)) {
      throw new DataException(
          "%s is '%s', expected a share such as 0.2, a number of rows, or %s as in the series, which begins at %s"
              .formatted(what, text, format.description(), label(0)));
    }
    return time;
  }

  /// After how many rows a series of such times usually repeats: a year of months or quarters, a
  /// week of days, a day of hours or minutes; 1 if nobody knows.
  int usualSeason() {
    return switch (unit) {
      case NUMBER -> 1;
      case MONTHS -> step < 12 && 12 % step == 0 ? (int) (12 / step) : 1;
      case SECONDS -> {
        double day = 86_400 / step;
        if (step == 86_400) {
          yield 7;
        }
        if (step == 7 * 86_400) {
          yield 52;
        }
        yield day > 1 && day == Math.rint(day) ? (int) day : 1;
      }
    };
  }

  /// The usual space between two rows, in words: `1 hour`.
  public String usualSpace() {
    return words(step);
  }

  /// The space before a row, in words.
  String spaceBefore(int row) {
    return words(space(row));
  }

  private String words(double space) {
    return switch (unit) {
      case NUMBER -> TimeFormat.numbers().write(space);
      case MONTHS -> counted(space, "month");
      case SECONDS -> {
        if (space % 86_400 == 0) {
          yield counted(space / 86_400, "day");
        }
        if (space % 3600 == 0) {
          yield counted(space / 3600, "hour");
        }
        yield space % 60 == 0 ? counted(space / 60, "minute") : counted(space, "second");
      }
    };
  }

  private static String counted(double number, String unit) {
    String digits = TimeFormat.numbers().write(number);
    return digits + " " + unit + (digits.equals("1") ? "" : "s");
  }
}
