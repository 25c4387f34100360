package dev.refrain.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables with every flaw that a series can have: refused in a sentence that says where, or mended.
final class SeriesReaderTest {
  @TempDir Path folder;

  private Path table(String... lines) {
    try {
      return Files.write(folder.resolve("s.csv"), List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final SeriesConfig PLAIN = SeriesConfig.of("sold");

  private void assertRefused(SeriesConfig config, Path file, String message) {
    assertThatThrownBy(() -> TimeSeries.read(file, config))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  private static SeriesConfig with(
      MissingPolicy missing, IrregularTimes irregular, DuplicateTimes duplicates) {
    return PLAIN.withPolicies(missing, irregular, duplicates);
  }

  private static double[] values(TimeSeries series) {
    double[] values = new double[series.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = series.target(i, 0);
    }
    return values;
  }

  @Test
  void columnsAreFoundByName() {
    Path file =
        table("sold,day,price,other", "1.5,2020-01-01,7,x", "2.5,2020-01-02,8,y", ",2020-01-03,9,");
    TimeSeries series =
        TimeSeries.read(file, PLAIN.withTime("day").withCovariates(List.of("price")));
    assertThat(values(series)).containsExactly(1.5, 2.5);
    assertThat(series.known()).isEqualTo(3);
    assertThat(series.covariate(2, 0)).isEqualTo(9);
    assertThat(series.time().label(2)).isEqualTo("2020-01-03");
    assertThat(series.fingerprint().name()).isEqualTo("s.csv");
  }

  @Test
  void columnThatIsNotThere() {
    Path file = table("day,a,b", "2020-01-01,1,2");
    assertRefused(PLAIN, file, "has no column 'sold'; its columns are day, a, b");
    assertRefused(
        SeriesConfig.of("a").withTime("when"), file, "has no column 'when'; its columns are");
    assertRefused(SeriesConfig.of("day"), file, "has its times in the column 'day'");
  }

  @Test
  void timesThatDoNotIncrease() {
    Path file = table("day,sold", "2020-01-01,1", "2020-01-03,2", "2020-01-02,3");
    assertRefused(
        PLAIN,
        file,
        "s.csv, line 4 has 'day' = 2020-01-02, which is before 2020-01-03 on line 3; times must"
            + " increase: sort the rows");
  }

  @Test
  void timesThatAreNone() {
    assertRefused(
        PLAIN,
        table("day,sold", "2020-01-01,1", "2020-01,2"),
        "s.csv, line 3 has '2020-01' in the column 'day'; a date such as 1949-12-31 must stand"
            + " there");
    assertRefused(
        PLAIN, table("day,sold", "soon,1"), "line 2 has 'soon' in the column 'day'; times");
    assertRefused(PLAIN, table("day,sold"), "s.csv has a header and no rows");
  }

  @Test
  void valuesThatAreNone() {
    assertRefused(
        PLAIN, table("day,sold", "1,2", "2,many"), "line 3 has 'many' in the column 'sold'");
  }

  @Test
  void duplicateTimes() {
    Path file = table("day,sold", "1,10", "2,20", "2,40", "3,30");
    assertRefused(PLAIN, file, "line 4 has 'day' = 2, as line 3 has; remove one of the rows");
    for (DuplicateTimes policy :
        List.of(DuplicateTimes.FIRST, DuplicateTimes.LAST, DuplicateTimes.MEAN)) {
      TimeSeries series =
          TimeSeries.read(file, with(MissingPolicy.REFUSE, IrregularTimes.REFUSE, policy));
      double kept =
          switch (policy) {
            case REFUSE, FIRST -> 20;
            case LAST -> 40;
            case MEAN -> 30;
          };
      assertThat(values(series)).containsExactly(10, kept, 30);
      assertThat(series.remarks()).hasSize(1);
    }
  }

  @Test
  void irregularTimes() {
    Path file = table("day,sold", "2020-01-01,1", "2020-01-02,2", "2020-01-03,3", "2020-01-06,9");
    assertRefused(
        PLAIN,
        file,
        "s.csv, line 5 has 'day' = 2020-01-06, which is 3 days behind the row before where 1 day is"
            + " usual (1 such place); fill the gaps");
    TimeSeries rows =
        TimeSeries.read(
            file, with(MissingPolicy.REFUSE, IrregularTimes.ROWS, DuplicateTimes.REFUSE));
    assertThat(values(rows)).containsExactly(1, 2, 3, 9);
    assertThat(rows.time().label(4)).isEqualTo("2020-01-07");
    assertRefused(
        with(MissingPolicy.REFUSE, IrregularTimes.FILL, DuplicateTimes.REFUSE),
        file,
        "has no row for 'day' = 2020-01-04 and so no value in 'sold'");
    TimeSeries filled =
        TimeSeries.read(
            file, with(MissingPolicy.LINEAR, IrregularTimes.FILL, DuplicateTimes.REFUSE));
    assertThat(values(filled)).containsExactly(new double[] {1, 2, 3, 5, 7, 9}, within(1e-9));
    assertThat(filled.remarks()).hasSize(2).first().asString().contains("2 rows are added");
  }

  @Test
  void gapsOfNoWholeNumberOfSteps() {
    assertRefused(
        with(MissingPolicy.PREVIOUS, IrregularTimes.FILL, DuplicateTimes.REFUSE),
        table("t,sold", "0,1", "2,2", "4,3", "7,4"),
        "line 5 has 't' = 7, which is 3 behind the row before where 2 is usual");
  }

  @Test
  void monthsThatAreMissing() {
    Path file = table("m,sold", "1949-01,1", "1949-02,2", "1949-03,3", "1949-05,5");
    TimeSeries series =
        TimeSeries.read(
            file, with(MissingPolicy.PREVIOUS, IrregularTimes.FILL, DuplicateTimes.REFUSE));
    assertThat(values(series)).containsExactly(1, 2, 3, 3, 5);
    assertThat(series.time().label(3)).isEqualTo("1949-04");
  }

  @Test
  void missingValues() {
    Path file = table("t,sold", "1,", "2,NA", "3,4", "4,", "5,10", "6,");
    assertRefused(PLAIN, file, "s.csv, line 2 has no value in 'sold'; fill it in, or choose");
    TimeSeries series =
        TimeSeries.read(
            file, with(MissingPolicy.LINEAR, IrregularTimes.REFUSE, DuplicateTimes.REFUSE));
    assertThat(values(series)).containsExactly(4, 4, 4, 7, 10);
    assertThat(series.remarks().getLast()).contains("1 rows at the end have no target");
    assertRefused(
        with(MissingPolicy.PREVIOUS, IrregularTimes.REFUSE, DuplicateTimes.REFUSE),
        file,
        "has no value in 'sold' before 3, so there is none to put there");
    assertRefused(PLAIN, table("t,sold", "1,", "2,"), "has no value in sold; choose another");
  }
}
