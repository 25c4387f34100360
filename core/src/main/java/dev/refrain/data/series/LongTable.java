package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.Excerpt;
import dev.refrain.data.table.TableFile;
import dev.refrain.data.table.TableReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A table with a row for each step of a series, and a column that says of which.
///
/// @param file the table
/// @param id the column that says to which series a row belongs; its rows need not stand together
/// @param time the column with the time of the step, or empty; a number, or text that sorts as time
///     does, such as 2026-11-28 04:00. It must rise within a series, and is no feature
/// @param features the columns with the features, in their order; none for all columns that have no
///     other part
/// @param label the column with the label, the same in all rows of a series; or empty
/// @param group the column with the group, the same in all rows of a series; or empty
public record LongTable(
    TableFile file, String id, String time, List<String> features, String label, String group) {
  public LongTable {
    features = List.copyOf(features);
  }

  /// A series as far as it has been read.
  private static final class Begun {
    final FloatList values = new FloatList();
    final long line;
    final String label;
    final String group;
    String time = "";

    Begun(long line, String label, String group) {
      this.line = line;
      this.label = label;
      this.group = group;
    }
  }

  /// Reads all series, in the order of their first rows.
  ///
  /// @throws DataException if the table cannot be read, lacks a column, has something else where a
  ///     number must stand, a time that does not rise, or a series with two labels
  public SeriesSet read() {
    try (TableReader rows = file.open()) {
      int idColumn = rows.column(id);
      int timeColumn = Columns.optional(rows, time);
      int labelColumn = Columns.optional(rows, label);
      int groupColumn = Columns.optional(rows, group);
      List<Integer> columns =
          Columns.features(rows, features, List.of(idColumn, timeColumn, labelColumn, groupColumn));
      Memory memory = new Memory(rows.name());
      Map<String, Begun> begun = new LinkedHashMap<>();
      while (rows.next()) {
        memory.take(columns.size());
        String key = rows.present(idColumn);
        String rowLabel = labelColumn < 0 ? null : rows.present(labelColumn);
        String rowGroup = groupColumn < 0 ? null : rows.present(groupColumn);
        Begun series =
            begun.computeIfAbsent(key, unseen -> new Begun(rows.line(), rowLabel, rowGroup));
        requireSame(rows, key, label, rowLabel, series.label, series.line);
        requireSame(rows, key, group, rowGroup, series.group, series.line);
        if (timeColumn >= 0) {
          String now = rows.present(timeColumn);
          requireLater(rows, key, series.time, now);
          series.time = now;
        }
        for (int column : columns) {
          series.values.add(Columns.number(rows, column));
        }
      }
      List<Series> all = new ArrayList<>();
      begun.forEach(
          (key, series) ->
              all.add(
                  new Series(
                      series.values.toArray(),
                      columns.size(),
                      series.label,
                      series.group,
                      "%s, series '%s'".formatted(rows.name(), Excerpt.of(key)))));
      return new SeriesSet(
          rows.name(), columns.stream().map(column -> rows.columns().get(column)).toList(), all);
    }
  }

  private static void requireSame(
      TableReader rows, String key, String column, String now, String before, long line) {
    if (!Objects.equals(now, before)) {
      throw rows.bad(
          "gives series '%s' the %s '%s', and line %,d gave it '%s'"
              .formatted(Excerpt.of(key), column, Excerpt.of(now), line, Excerpt.of(before)),
          "a series has one; give its parts names of their own in the column of series");
    }
  }

  private static void requireLater(TableReader rows, String key, String before, String now) {
    boolean later;
    try {
      later = before.isEmpty() || Double.parseDouble(now) > Double.parseDouble(before);
    } catch (NumberFormatException e) {
      later = now.compareTo(before) > 0;
    }
    if (!later) {
      throw rows.bad(
          "has the time '%s' of series '%s' behind '%s'"
              .formatted(Excerpt.of(now), Excerpt.of(key), Excerpt.of(before)),
          "sort the rows by time and keep one for each");
    }
  }
}
