package dev.refrain.task.forecast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.time.LocalDateTime;
import java.util.Locale;

/// What can be told from a time itself, and so is known of the future: where in a cycle it lies. The
/// network reads it as the sine and cosine of an angle, so that December is next to January.
public enum CalendarFeature {
  /// Where in the year, by month and day.
  MONTH,
  /// Where in the week, by day.
  WEEKDAY,
  /// Where in the day, by hour and minute.
  HOUR;

  private static final double SECONDS_A_DAY = 86_400;

  /// How many numbers stand for one feature.
  static final int WIDTH = 2;

  /// The name people write: `month`, `weekday` or `hour`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The feature of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static CalendarFeature named(String label) {
    return Labels.find(values(), CalendarFeature::label, "calendar feature", label);
  }

  /// Where in its cycle a time lies, from 0 to below 1.
  double phase(LocalDateTime time) {
    return switch (this) {
      case MONTH ->
          (time.getMonthValue() - 1 + (time.getDayOfMonth() - 1) / (double) monthLength(time)) / 12;
      case WEEKDAY -> (time.getDayOfWeek().getValue() - 1) / 7.0;
      case HOUR -> time.toLocalTime().toSecondOfDay() / SECONDS_A_DAY;
    };
  }

  private static int monthLength(LocalDateTime time) {
    return time.toLocalDate().lengthOfMonth();
  }

  @Override
  public String toString() {
    return label();
  }
}
