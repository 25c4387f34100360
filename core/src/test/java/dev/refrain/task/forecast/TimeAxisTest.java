package dev.refrain.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.data.DataException;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeAxisTest {
  private static TimeAxis axis(String... times) {
    TimeFormat format = TimeFormat.of(times[0]);
    double[] at = new double[times.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = format.parse(times[i]);
      assertThat(at[i]).as(times[i]).isNotNaN();
    }
    return TimeAxis.of(format, at);
  }

  @ParameterizedTest
  @CsvSource({
    "1949-11, 1949-12, 1950-02, 12, 1 month",
    "2020-01-31, 2020-02-29, 2020-04-30, 12, 1 month",
    "2020-01-15, 2020-04-15, 2020-10-15, 4, 3 months",
    "2020-02-28, 2020-02-29, 2020-03-02, 7, 1 day",
    "2016-12-31 23:00:00, 2017-01-01 00:00:00, 2017-01-01 02:00:00, 24, 1 hour",
    "2016-12-31T23:45, 2017-01-01T00:00, 2017-01-01T00:30, 96, 15 minutes",
    "2016-12-31T23:45:00+02:00, 2016-12-31T23:46:00+02:00, 2016-12-31T23:48:00+02:00, 1440, 1"
        + " minute",
    "2016-12-31T23:59:59.500Z, 2017-01-01T00:00:00.000Z, 2017-01-01T00:00:01.000Z, 172800, 0.5"
        + " seconds",
    "7, 9, 13, 1, 2",
    "0.5, 0.75, 1.25, 1, 0.25"
  })
  void timesGoOnBeyondTheEnd(String first, String second, String fourth, int season, String space) {
    TimeAxis time = axis(first, second);
    assertThat(time.label(0)).isEqualTo(first);
    assertThat(time.label(1)).isEqualTo(second);
    assertThat(time.label(3)).isEqualTo(fourth);
    assertThat(time.usualSeason()).isEqualTo(season);
    assertThat(time.usualSpace()).isEqualTo(space);
  }

  @Test
  void clocksAreThoseOfTheSeries() {
    TimeAxis time = axis("2016-12-31T23:00:00+02:00", "2017-01-01T00:00:00+02:00");
    assertThat(time.dateTime(0)).isEqualTo(LocalDateTime.of(2016, 12, 31, 23, 0));
    assertThat(time.number(1) - time.number(0)).isEqualTo(3600);
  }

  @Test
  void rowsAreFoundByTime() {
    TimeAxis time = axis("1949-01", "1949-02", "1949-03", "1949-04");
    assertThat(time.firstAt("1949-03", "test")).isEqualTo(2);
    assertThat(time.firstAt("1949-02-15", "test")).isEqualTo(2);
    assertThatThrownBy(() -> time.firstAt("1960-01", "test"))
        .isInstanceOf(DataException.class)
        .hasMessage("test is 1960-01, and the series ends at 1949-04; give an earlier time");
    assertThatThrownBy(() -> time.firstAt("later", "test"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("test is 'later', expected a share such as 0.2");
  }

  @ParameterizedTest
  @CsvSource({"1949-13", "1949-1", "31.12.1949", "2020-02-30", "2016-01-01 24:30:00", "soon"})
  void whatIsNoTime(String text) {
    TimeFormat format = TimeFormat.of(text);
    assertThat(format == null || Double.isNaN(format.parse(text))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "MONTH, 2021-01-01T00:00, 0",
    "MONTH, 2021-12-31T00:00, 0.99731",
    "MONTH, 2021-07-16T12:00, 0.54032",
    "WEEKDAY, 2021-01-04T05:00, 0",
    "WEEKDAY, 2021-01-10T05:00, 0.85714",
    "HOUR, 2021-01-10T18:00, 0.75"
  })
  void phases(CalendarFeature feature, LocalDateTime time, double phase) {
    assertThat(feature.phase(time)).isCloseTo(phase, within(1e-5));
  }
}
