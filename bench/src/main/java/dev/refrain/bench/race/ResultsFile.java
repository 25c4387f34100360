package dev.refrain.bench.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Markdown file with places for tables, each between two comments:
///
/// ```
/// <!-- speed: layers -->
/// <!-- end -->
/// ```
///
/// @param path where it is
record ResultsFile(Path path) {
  private static final String END = "<!-- end -->";

  /// Puts a table in its place.
  ///
  /// @throws IllegalStateException if the file has no such place
  void replace(String name, String table) throws IOException {
    String text = Files.readString(path);
    String begin = "<!-- speed: %s -->".formatted(name);
    int from = text.indexOf(begin);
    int to = from < 0 ? -1 : text.indexOf(END, from);
    if (to < 0) {
      throw new IllegalStateException(
          "%s has no place for this table; put the lines '%s' and '%s' where it is to stand"
              .formatted(path, begin, END));
    }
    Files.writeString(
        path, text.substring(0, from + begin.length()) + "\n" + table + "\n" + text.substring(to));
  }
}
