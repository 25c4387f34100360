package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.table.TableFile;
import dev.refrain.data.table.TableReader;
import java.util.ArrayList;
import java.util.List;

/// A table with a row for each series: its values side by side, step after step. Steps at the end of
/// a row in which nothing stands are no steps, so that shorter series may be filled up.
///
/// @param file the table
/// @param values the columns with the values, in their order; none for all columns that have no
///     other part
/// @param features F, how many values each step has; they stand beside one another
/// @param label the column with the label, or empty
/// @param group the column with the group, or empty
/// @param ignored columns that are not read
public record WideTable(
    TableFile file,
    List<String> values,
    int features,
    String label,
    String group,
    List<String> ignored) {
  public WideTable {
    values = List.copyOf(values);
    ignored = List.copyOf(ignored);
    if (features < 1) {
      throw new IllegalArgumentException(
          "features is %d, it must be 1 or more".formatted(features));
    }
  }

  /// Reads all series.
  ///
  /// @throws DataException if the table cannot be read, lacks a column, has something else where a
  ///     number must stand, a row without values, or columns that make no whole steps
  public SeriesSet read() {
    try (TableReader rows = file.open()) {
      int labelColumn = Columns.optional(rows, label);
      int groupColumn = Columns.optional(rows, group);
      List<Integer> taken = new ArrayList<>(List.of(labelColumn, groupColumn));
      ignored.forEach(name -> taken.add(rows.column(name)));
      List<Integer> columns = Columns.features(rows, values, taken);
      if (columns.size() % features != 0) {
        throw new DataException(
            "%s has %,d columns with values, which make no whole steps of %,d features; name the columns, or another number of features."
                .formatted(rows.name(), columns.size(), features));
      }
      Memory memory = new Memory(rows.name());
      List<Series> all = new ArrayList<>();
      while (rows.next()) {
        memory.take(columns.size());
        float[] numbers = new float[columns.size()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = Columns.number(rows, columns.get(i));
        }
        float[] known = Padding.cut(numbers, features);
        if (known.length == 0) {
          throw rows.bad("has no values", "fill them in or remove the line");
        }
        all.add(
            new Series(
                known,
                features,
                labelColumn < 0 ? null : rows.present(labelColumn),
                groupColumn < 0 ? null : rows.present(groupColumn),
                "%s, line %,d".formatted(rows.name(), rows.line())));
      }
      return new SeriesSet(rows.name(), Padding.featureNames(features), all);
    }
  }
}
