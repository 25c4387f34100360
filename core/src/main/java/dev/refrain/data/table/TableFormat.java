package dev.refrain.data.table;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.refrain.config.Labels;
import dev.refrain.data.DataException;
import java.nio.file.Path;
import java.util.Locale;

/// How a table is written down.
public enum TableFormat {
  /// Values between commas (RFC 4180). A value in double quotes may hold commas and line ends; a
  /// double quote in it is written twice. Blanks around a value that is not quoted do not count.
  @JsonProperty("csv")
  CSV("csv", ','),
  /// As [#CSV], between semicolons, as spreadsheets write it where the comma is the decimal point.
  /// Numbers still have a point.
  @JsonProperty("semicolon")
  SEMICOLON("semicolon", ';'),
  /// Values between tabs; a quote is a character as others are.
  @JsonProperty("tsv")
  TSV("tsv", '\t'),
  /// Values between blanks, any number of them; a quote is a character as others are.
  @JsonProperty("blanks")
  BLANKS("blanks", ' '),
  /// A JSON object on each line. The first one says which columns there are; a key that a later one
  /// lacks has no value there.
  @JsonProperty("jsonl")
  JSON_LINES("jsonl", '\n');

  private final String label;
  final char separator;

  TableFormat(String label, char separator) {
    this.label = label;
    this.separator = separator;
  }

  /// The name people write.
  public String label() {
    return label;
  }

  /// The format of that name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  public static TableFormat named(String name) {
    return Labels.find(values(), TableFormat::label, "table format", name);
  }

  /// The format that a file's name says: .csv, .tsv or .tab, .jsonl or .ndjson, each also with .gz.
  ///
  /// @throws DataException if it says none
  public static TableFormat of(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
      case "csv" -> CSV;
      case "tsv", "tab" -> TSV;
      case "jsonl", "ndjson" -> JSON_LINES;
      default ->
          throw new DataException(
              path
                  + " does not say by its name what table it is; known endings are .csv, .tsv,"
                  + " .tab, .jsonl and .ndjson, each also with .gz.");
    };
  }

  /// Whether values may stand in double quotes.
  boolean quoted() {
    return this == CSV || this == SEMICOLON;
  }
}
