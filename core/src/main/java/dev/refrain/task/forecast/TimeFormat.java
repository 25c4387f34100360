package dev.refrain.task.forecast;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a column writes its times, told from the first of them: ISO dates with or without a time of
/// day (a blank may stand for the `T`, an offset from UTC may follow), years with months, or numbers.
///
/// A time becomes one number: seconds since 1970 in UTC, or the number itself.
final class TimeFormat {
  /// What the times of a column are.
  enum Kind {
    NUMBER("a number"),
    MONTH("a year and a month such as 1949-12"),
    DATE("a date such as 1949-12-31"),
    DATE_TIME("a date with a time of day such as 1949-12-31 23:00");

    private final String description;

    Kind(String description) {
      this.description = description;
    }
  }

  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d\\d");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d([T"
              + " ])\\d\\d:\\d\\d(:\\d\\d(?:\\.(\\d{1,9}))?)?(Z|[+-]\\d\\d:\\d\\d)?");
  private static final double NANOS = 1e9;

  private final Kind kind;
  private final DateTimeFormatter formatter; // null for numbers
  private final ZoneOffset offset; // null unless times have one

  private TimeFormat(Kind kind, DateTimeFormatter formatter, ZoneOffset offset) {
    this.kind = kind;
    this.formatter = formatter;
    this.offset = offset;
  }

  /// Plain numbers.
  static TimeFormat numbers() {
    return new TimeFormat(Kind.NUMBER, null, null);
  }

  /// How a time is written; null if it is none.
  static TimeFormat of(String text) {
    if (MONTH.matcher(text).matches()) {
      return new TimeFormat(Kind.MONTH, pattern("uuuu-MM"), null);
    }
    if (DATE.matcher(text).matches()) {
      return new TimeFormat(Kind.DATE, pattern("uuuu-MM-dd"), null);
    }
    Matcher dateTime = DATE_TIME.matcher(text);
    if (dateTime.matches()) {
      var builder = new DateTimeFormatterBuilder();
      builder.appendPattern("uuuu-MM-dd'" + dateTime.group(1) + "'HH:mm");
      if (dateTime.group(2) != null) {
        builder.appendPattern(":ss");
      }
      if (dateTime.group(3) != null) {
        int digits = dateTime.group(3).length();
        builder.appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, true);
      }
      String zone = dateTime.group(4);
      if (zone != null) {
        builder.appendOffset("+HH:MM", zone.equals("Z") ? "Z" : "+00:00");
      }
      return new TimeFormat(
          Kind.DATE_TIME,
          builder.toFormatter(Locale.ROOT),
          zone == null ? null : ZoneOffset.of(zone));
    }
    return isNumber(text) ? numbers() : null;
  }

  private static DateTimeFormatter pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  Kind kind() {
    return kind;
  }

  /// What a time should be, for messages.
  String description() {
    return kind.description;
  }

  /// A time as a number; NaN if the text is none of this kind.
  double parse(String text) {
    try {
      return switch (kind) {
        case NUMBER -> isNumber(text) ? Double.parseDouble(text) : Double.NaN;
        case MONTH ->
            MONTH.matcher(text).matches()
                ? seconds(YearMonth.parse(text).atDay(1).atStartOfDay())
                : Double.NaN;
        case DATE ->
            DATE.matcher(text).matches()
                ? seconds(LocalDate.parse(text).atStartOfDay())
                : Double.NaN;
        case DATE_TIME -> dateTime(text);
      };
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  private double dateTime(String text) {
    Matcher matcher = DATE_TIME.matcher(text);
    boolean zoned = offset != null;
    if (!matcher.matches() || (matcher.group(4) != null) != zoned) {
      return Double.NaN;
    }
    String iso = text.replace(' ', 'T');
    return seconds(
        zoned
            ? OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
            : LocalDateTime.parse(iso));
  }

  static double seconds(LocalDateTime time) {
    Instant instant = time.toInstant(ZoneOffset.UTC);
    return instant.getEpochSecond() + instant.getNano() / NANOS;
  }

  /// The date and time of a number of seconds, in UTC.
  static LocalDateTime utc(double seconds) {
    double whole = Math.floor(seconds);
    // Doubles hold seconds of our time to a fraction of a microsecond.
    long nanos = Math.clamp(Math.round((seconds - whole) * 1e6) * 1000, 0, 999_999_000);
    return LocalDateTime.ofEpochSecond((long) whole, (int) nanos, ZoneOffset.UTC);
  }

  /// The date and time on the clocks where the series was recorded; null for numbers.
  LocalDateTime dateTime(double time) {
    if (kind == Kind.NUMBER) {
      return null;
    }
    return offset == null ? utc(time) : utc(time).plusSeconds(offset.getTotalSeconds());
  }

  /// A time as the column writes it.
  String write(double time) {
    if (kind == Kind.NUMBER) {
      long whole = Math.round(time);
      return Math.abs(time - whole) < 1e-9 ? Long.toString(whole) : Double.toString(time);
    }
    LocalDateTime local = dateTime(time);
    return offset == null
        ? formatter.format(local)
        : formatter.format(OffsetDateTime.of(local, offset));
  }
}
