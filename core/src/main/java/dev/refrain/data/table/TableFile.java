package dev.refrain.data.table;

import dev.refrain.data.DataException;
import dev.refrain.data.DataInput;
import java.nio.file.Path;

/// A file with a table, and how it is written.
///
/// ```java
/// try (TableReader rows = TableFile.of(Path.of("reviews.tsv")).open()) {
///   int label = rows.column("label");
///   int text = rows.column("text");
///   while (rows.next()) {
///     learn(rows.text(label), rows.text(text));
///   }
/// }
/// ```
///
/// @param path where it lies; gzip may have compressed it
/// @param format how it is written
/// @param header whether its first row names the columns; else they are called by their numbers,
///     from 1. JSON Lines have the names in every row
public record TableFile(Path path, TableFormat format, boolean header) {
  /// A file with a header, in the format its name says.
  ///
  /// @throws DataException if the name says none
  public static TableFile of(Path path) {
    return new TableFile(path, TableFormat.of(path), true);
  }

  /// The same file in another format.
  public TableFile withFormat(TableFormat newFormat) {
    return new TableFile(path, newFormat, header);
  }

  /// The same file, of which the first row is data.
  public TableFile withoutHeader() {
    return new TableFile(path, format, false);
  }

  /// Opens it before its first row of data.
  ///
  /// @throws DataException if it cannot be read, is empty, or its header is bad
  public TableReader open() {
    return TableReader.open(DataInput.open(path), format, header);
  }
}
