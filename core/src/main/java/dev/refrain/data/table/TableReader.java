package dev.refrain.data.table;

import dev.refrain.data.DataException;
import dev.refrain.data.DataInput;
import dev.refrain.data.Excerpt;
import dev.refrain.data.Utf8Reader;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Goes through a table row by row, strictly: a row with more or fewer values than the header has
/// columns, a byte that is not UTF-8, or a quote that is not closed is an error that says on which
/// line. One row is in memory at a time.
///
/// Numbers are read as Java's `Double.parseDouble` reads decimal notation, with a point. What stands
/// for a number that is not known is nothing at all, or one of `NA`, `N/A`, `NaN`, `null`, `none` in
/// whatever case, or `?`.
///
/// Not safe for use by several threads.
public final class TableReader implements AutoCloseable {
  private static final int MANY_COLUMNS = 30;
  private static final Set<String> MISSING = Set.of("na", "n/a", "nan", "null", "none", "?");

  private final String name;
  private final Rows rows;

  /// Opens a table before its first row of data.
  ///
  /// @param in its bytes, which closing the reader closes
  /// @param header whether the first row names the columns; without it they are called 1, 2, … JSON
  ///     Lines name them in every row
  /// @throws DataException if there is no row in it, or the header names a column twice
  public static TableReader open(DataInput in, TableFormat format, boolean header) {
    Utf8Reader characters = new Utf8Reader(in);
    try {
      Rows rows =
          format == TableFormat.JSON_LINES
              ? new JsonRows(characters)
              : new DelimitedRows(characters, format, header);
      return new TableReader(in.name(), rows);
    } catch (DataException e) {
      characters.close();
      throw e;
    }
  }

  private TableReader(String name, Rows rows) {
    this.name = name;
    this.rows = rows;
  }

  /// What messages call the table.
  public String name() {
    return name;
  }

  /// The names of the columns in their order, all different. One without a name is called by its
  /// number, from 1.
  public List<String> columns() {
    return rows.columns();
  }

  /// Which column, from 0, has a name.
  ///
  /// @throws DataException if there is none; the message lists those that are there
  public int column(String column) {
    int found = rows.columns().indexOf(column);
    if (found < 0) {
      List<String> known = rows.columns();
      throw new DataException(
          "%s has no column '%s'; its columns are %s%s."
              .formatted(
                  name,
                  column,
                  known.stream()
                      .limit(MANY_COLUMNS)
                      .map(Excerpt::of)
                      .collect(Collectors.joining(", ")),
                  known.size() > MANY_COLUMNS ? ", … (%,d in all)".formatted(known.size()) : ""));
    }
    return found;
  }

  /// Goes to the next row; false if there is none.
  ///
  /// @throws DataException if that row cannot be read as one of this table
  public boolean next() {
    return rows.next();
  }

  /// On which line of the file the row begins, from 1.
  public long line() {
    return rows.line();
  }

  /// What stands in a column, from 0, of the row, without white space around it unless it was quoted;
  /// empty if nothing does.
  ///
  /// @throws DataException if a list or an object stands there (JSON Lines)
  public String text(int column) {
    return rows.field(column);
  }

  /// What stands in a column, from 0, of the row, and is something.
  ///
  /// @throws DataException if nothing stands there
  public String present(int column) {
    String text = text(column);
    if (text.isBlank()) {
      throw bad(
          "has nothing in the column '%s'".formatted(columnName(column)),
          "fill it in or remove the line");
    }
    return text;
  }

  /// The number in a column, from 0, of the row; NaN if it is not known.
  ///
  /// @throws DataException if something else stands there, or a number that is not finite
  public double number(int column) {
    String text = rows.field(column);
    if (missing(text)) {
      return Double.NaN;
    }
    double number;
    try {
      number = decimal(text) ? Double.parseDouble(text) : Double.NaN;
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw bad(
          "has '%s' in the column '%s'".formatted(Excerpt.of(text), columnName(column)),
          "a number such as -12.5 must stand there, or nothing where it is not known; if this is no"
              + " column of numbers, name those that are");
    }
    return number;
  }

  /// Whether a value says that a number is not known.
  public static boolean missing(String text) {
    return text.isBlank()
        || (text.length() <= 4 && MISSING.contains(text.toLowerCase(Locale.ROOT)));
  }

  /// Java also reads `1f`, `0x1p3`, `Infinity` and blanks around; a table's numbers are decimal.
  private static boolean decimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean known =
          (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
      if (!known) {
        return false;
      }
    }
    return true;
  }

  private String columnName(int column) {
    return Excerpt.of(rows.columns().get(column));
  }

  /// What is to be said of the row: file and line, what is wrong, and what to do.
  ///
  /// @param what goes on after "FILE, line N"
  public DataException bad(String what, String remedy) {
    return bad(name, line(), what, remedy);
  }

  static DataException bad(String name, long line, String what, String remedy) {
    return new DataException("%s, line %,d %s; %s.".formatted(name, line, what, remedy));
  }

  /// Closes the file.
  @Override
  public void close() {
    rows.close();
  }
}
