package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.table.TableReader;
import java.util.ArrayList;
import java.util.List;

/// Which columns of a table have which part.
final class Columns {
  private Columns() {}

  /// The column of a name; -1 if the name is empty.
  static int optional(TableReader rows, String name) {
    return name.isEmpty() ? -1 : rows.column(name);
  }

  /// The columns with features: those of the names, or all that are not `taken` otherwise.
  ///
  /// @throws DataException if there is none
  static List<Integer> features(TableReader rows, List<String> names, List<Integer> taken) {
    List<Integer> columns = new ArrayList<>();
    if (names.isEmpty()) {
      for (int column = 0; column < rows.columns().size(); column++) {
        if (!taken.contains(column)) {
          columns.add(column);
        }
      }
    } else {
      names.forEach(name -> columns.add(rows.column(name)));
    }
    if (columns.isEmpty()) {
      throw new DataException(
          "%s has no column left for features; its columns are %s."
              .formatted(rows.name(), String.join(", ", rows.columns())));
    }
    return columns;
  }

  /// A number in single precision; NaN if it is missing.
  ///
  /// @throws DataException if it is none, or too large
  static float number(TableReader rows, int column) {
    double number = rows.number(column);
    if (Math.abs(number) > Float.MAX_VALUE) {
      throw rows.bad(
          "has %s in the column '%s', too large a number"
              .formatted(number, rows.columns().get(column)),
          "write it in another unit");
    }
    return (float) number;
  }
}
