package dev.refrain.task.forecast;

import dev.refrain.data.DataException;
import dev.refrain.data.Excerpt;
import dev.refrain.data.table.TableFile;
import dev.refrain.data.table.TableReader;
import dev.refrain.train.DataFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a series from the rows of a table: finds the columns, holds that times increase, and hands
/// the rows on to [SeriesMending].
final class SeriesReader {
  private static final long MAX_VALUES = 1L << 28;

  private final SeriesConfig config;
  private final TableReader table;
  private final int time;
  private final int[] columns;
  private final List<SeriesRow> rows = new ArrayList<>();
  private TimeFormat format;
  private long duplicates;

  private SeriesReader(SeriesConfig config, TableReader table) {
    this.config = config;
    this.table = table;
    time = config.time().isEmpty() ? 0 : table.column(config.time());
    List<String> names = new ArrayList<>(config.targets());
    names.addAll(config.covariates());
    columns = new int[names.size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = table.column(names.get(c));
    }
    for (int column : columns) {
      if (column == time) {
        throw new DataException(
            "%s has its times in the column '%s', which is to be read as numbers as well; name the column of the times"
                .formatted(table.name(), timeName()));
      }
    }
  }

  static TimeSeries read(Path file, SeriesConfig config) {
    if (config.targets().isEmpty()) {
      throw new IllegalArgumentException("targets is empty: name the columns to forecast");
    }
    SeriesReader reader;
    try (TableReader table = TableFile.of(file).open()) {
      reader = new SeriesReader(config, table);
      reader.readRows();
    }
    return new SeriesMending(
            config, reader.table.name(), reader.timeName(), reader.format, reader.rows)
        .mended(fingerprint(file), reader.duplicates);
  }

  private static DataFingerprint fingerprint(Path file) {
    try {
      return DataFingerprint.of(file);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private String timeName() {
    return table.columns().get(time);
  }

  private void readRows() {
    while (table.next()) {
      SeriesRow row = row();
      SeriesRow last = rows.isEmpty() ? null : rows.getLast();
      if (last != null && row.time() < last.time()) {
        throw table.bad(
            "has '%s' = %s, which is before %s on line %,d"
                .formatted(timeName(), text(row.time()), text(last.time()), last.line()),
            "times must increase: sort the rows by this column");
      }
      if (last != null && row.time() == last.time()) {
        duplicate(last, row);
      } else {
        rows.add(row);
      }
      if ((long) rows.size() * columns.length > MAX_VALUES) {
        throw new DataException(
            "%s has more than %,d values, which are kept in memory; use fewer rows or columns"
                .formatted(table.name(), MAX_VALUES));
      }
    }
    if (rows.isEmpty()) {
      throw new DataException(
          "%s has a header and no rows; name a file with a series".formatted(table.name()));
    }
  }

  private String text(double time) {
    return format.write(time);
  }

  private SeriesRow row() {
    String text = table.present(time);
    if (format == null) {
      format = TimeFormat.of(text);
    }
    double at = format == null ? Double.NaN : format.parse(text);
    if (Double.isNaN(at)) {
      throw table.bad(
          "has '%s' in the column '%s'".formatted(Excerpt.of(text), timeName()),
          format == null
              ? "times must stand there: dates such as 1949-12-31 or 1949-12-31 23:00, months such"
                  + " as 1949-12, or numbers"
              : format.description() + " must stand there, as in the rows before");
    }
    double[] values = new double[columns.length];
    for (int c = 0; c < columns.length; c++) {
      values[c] = table.number(columns[c]);
    }
    return new SeriesRow(table.line(), at, values);
  }

  private void duplicate(SeriesRow last, SeriesRow row) {
    duplicates++;
    switch (config.duplicates()) {
      case REFUSE ->
          throw table.bad(
              "has '%s' = %s, as line %,d has".formatted(timeName(), text(row.time()), last.line()),
              "remove one of the rows, or choose what becomes of duplicates: first, last or mean");
      case FIRST -> {}
      case LAST -> rows.set(rows.size() - 1, row);
      case MEAN -> rows.set(rows.size() - 1, mean(last, row));
    }
  }

  /// The mean of two rows; a third of the same time counts as much as both before.
  private SeriesRow mean(SeriesRow one, SeriesRow other) {
    double[] values = new double[columns.length];
    for (int c = 0; c < columns.length; c++) {
      if (one.isMissing(c) || other.isMissing(c)) {
        values[c] = one.isMissing(c) ? other.value(c) : one.value(c);
      } else {
        values[c] = 0.5 * (one.value(c) + other.value(c));
      }
    }
    return new SeriesRow(one.line(), one.time(), values);
  }
}
