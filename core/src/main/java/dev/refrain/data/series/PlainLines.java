package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.DataInput;
import dev.refrain.data.Utf8Reader;
import dev.refrain.data.table.TableFile;
import dev.refrain.data.table.TableFormat;
import dev.refrain.data.table.TableReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Files of lines without a header, of which only the content says whether blanks or commas separate
/// the values.
final class PlainLines {
  private PlainLines() {}

  /// The lines of a file as a table without a header: as its name says if it is .csv or .tsv, else
  /// between commas if there is one on the first line, else between blanks.
  static TableFile table(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.matches(".*\\.(csv|tsv|tab)(\\.gz)?")) {
      return TableFile.of(path).withoutHeader();
    }
    return new TableFile(path, commas(path) ? TableFormat.CSV : TableFormat.BLANKS, false);
  }

  private static boolean commas(Path path) {
    try (Utf8Reader in = new Utf8Reader(DataInput.open(path))) {
      int c = in.read();
      while (c >= 0 && c != '\n' && c != ',') {
        c = in.read();
      }
      return c == ',';
    }
  }

  /// A word on each line: the labels or groups of as many series.
  ///
  /// @param series what has a line for each series, for messages
  /// @throws DataException if there are more lines or fewer, or a line has not exactly one word
  static List<String> words(Path path, String series, int count) {
    List<String> words = new ArrayList<>();
    try (TableReader lines = new TableFile(path, TableFormat.TSV, false).open()) {
      if (lines.columns().size() > 1) {
        throw new DataException(
            "%s has %,d columns; it needs one, with the label or group of a series on each line."
                .formatted(path, lines.columns().size()));
      }
      while (lines.next()) {
        words.add(lines.present(0));
      }
    }
    if (words.size() != count) {
      throw new DataException(
          "%s has %,d lines and %s %,d series; it needs one line for each."
              .formatted(path, words.size(), series, count));
    }
    return words;
  }

  /// A file's name without folder and endings.
  static String baseName(Path path) {
    String name = path.getFileName().toString();
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    int dot = plain.lastIndexOf('.');
    return dot > 0 ? plain.substring(0, dot) : plain;
  }
}
