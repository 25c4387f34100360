package dev.refrain.data.table;

import java.util.List;

/// The rows of a table as one format writes them.
interface Rows extends AutoCloseable {
  /// The names of the columns, at least one, all different.
  List<String> columns();

  /// Goes to the next row; false at the end.
  boolean next();

  /// On which line of the file the row begins, from 1.
  long line();

  /// What stands in a column, empty if nothing does.
  String field(int column);

  @Override
  void close();
}
