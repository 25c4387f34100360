package dev.refrain.data.table;

import dev.refrain.data.DataException;
import dev.refrain.data.Excerpt;
import dev.refrain.data.Utf8Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Rows of values with separators between them. One row is in memory.
final class DelimitedRows implements Rows {
  /// The longest row, so that a quote that is never closed does not swallow a long file.
  private static final int MAX_ROW = 1 << 26;

  private final Utf8Reader in;
  private final TableFormat format;
  private final List<String> columns;
  private final boolean named;
  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private boolean first; // the row that was read to count the columns is the first row of data
  private int character; // looked at, not yet consumed
  private long nextLine = 1; // of that character
  private long line;
  private int length;

  /// @throws DataException if there is no row, or the header has a column twice
  DelimitedRows(Utf8Reader in, TableFormat format, boolean header) {
    this.in = in;
    this.format = format;
    this.named = header;
    this.character = in.read();
    if (!read()) {
      throw new DataException(in.name() + " has no rows in it; name a file with a table.");
    }
    this.first = !header;
    this.columns = header ? names() : numbers(fields.size());
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.get(i).isEmpty() ? Integer.toString(i + 1) : fields.get(i);
      if (!seen.add(name)) {
        throw bad(
            "names the column '%s' twice".formatted(Excerpt.of(name)),
            "rename one, or say that the table has no header");
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  private static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public String field(int column) {
    return fields.get(column);
  }

  @Override
  public boolean next() {
    if (first) {
      first = false;
      return true;
    }
    if (!read()) {
      return false;
    }
    if (fields.size() != columns.size()) {
      throw bad(
          "has %,d column%s".formatted(fields.size(), fields.size() == 1 ? "" : "s"),
          "the %s has %,d, and every row must have as many"
              .formatted(named ? "header" : "first row", columns.size()));
    }
    return true;
  }

  /// Reads a row into `fields`; false if there are only empty lines left.
  private boolean read() {
    fields.clear();
    length = 0;
    line = nextLine;
    if (skipEmptyEnd()) {
      return false;
    }
    do {
      fields.add(value());
    } while (separated());
    return true;
  }

  /// Goes over empty lines; whether the file ends there.
  ///
  /// @throws DataException if it does not
  private boolean skipEmptyEnd() {
    boolean empty = false;
    skipBlanks();
    while (character == '\n') {
      empty = true;
      advance();
      skipBlanks();
    }
    if (empty && character >= 0) {
      throw bad("is empty", "remove it");
    }
    return character < 0;
  }

  private void skipBlanks() {
    while (blank(character)) {
      advance();
    }
  }

  /// A value, up to the separator or the end of the line.
  private String value() {
    field.setLength(0);
    skipBlanks();
    if (format.quoted() && character == '"') {
      return quoted();
    }
    while (character >= 0 && character != '\n' && !atSeparator()) {
      take();
    }
    return field.toString().strip();
  }

  private String quoted() {
    advance();
    while (true) {
      if (character < 0 || length > MAX_ROW) {
        throw bad(
            "has a quote that is never closed", "close it, or write a quote in a value twice");
      }
      if (character == '"') {
        advance();
        if (character != '"') {
          break;
        }
      }
      take();
    }
    skipBlanks();
    if (character >= 0 && character != '\n' && !atSeparator()) {
      throw bad(
          "goes on after the closing quote of '%s'".formatted(Excerpt.of(field.toString())),
          "write a quote in a value twice");
    }
    return field.toString();
  }

  /// Goes over a separator, or over the end of the row; whether another value follows.
  private boolean separated() {
    if (format == TableFormat.BLANKS) {
      skipBlanks();
    } else if (atSeparator()) {
      advance();
      return true;
    }
    if (character == '\n') {
      advance();
      return false;
    }
    return character >= 0;
  }

  private boolean atSeparator() {
    return format == TableFormat.BLANKS ? blank(character) : character == format.separator;
  }

  /// White space that is no end of a line, and no separator where another character stands there.
  private boolean blank(int c) {
    return c == ' ' || c == '\u00A0' || (c == '\t' && format != TableFormat.TSV);
  }

  private void take() {
    field.append((char) character);
    if (length > MAX_ROW) {
      throw bad(
          "is longer than %,d characters".formatted(MAX_ROW),
          "a row is a line; check the line ends");
    }
    advance();
  }

  private void advance() {
    nextLine += character == '\n' ? 1 : 0;
    length++;
    character = in.read();
  }

  private DataException bad(String what, String remedy) {
    return TableReader.bad(in.name(), line, what, remedy);
  }

  @Override
  public void close() {
    in.close();
  }
}
