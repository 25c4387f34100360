package dev.refrain.app;

import dev.refrain.data.Excerpt;
import dev.refrain.data.series.Series;
import dev.refrain.data.series.SeriesSet;
import dev.refrain.data.table.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Series on standard input, one a line: the features of its steps one after the other, with blanks
/// or commas between; what stands for a number that is not known is as in a table.
final class SeriesLines {
  private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;\\s]\\s*");

  private final InputLines lines;
  private final List<String> features;
  private long line;

  /// @param features the names of those that the model reads
  SeriesLines(InputLines lines, List<String> features) {
    this.lines = lines;
    this.features = features;
  }

  /// The next series, at most so many; empty when there are none.
  ///
  /// @throws CommandFailed if a line holds no series of so many features; the message says which
  Optional<SeriesSet> next(int count) throws IOException {
    List<Series> series = new ArrayList<>();
    while (series.size() < count) {
      Optional<String> text = lines.next();
      if (text.isEmpty()) {
        break;
      }
      line++;
      series.add(series(text.get().strip()));
    }
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(new SeriesSet("standard input", features, series));
  }

  private Series series(String text) {
    if (text.isEmpty()) {
      throw bad("is empty; a series needs at least one step");
    }
    String[] words = SEPARATOR.split(text);
    if (words.length % features.size() != 0) {
      throw bad(
          "has %,d numbers, which is no multiple of the model's %,d features; give every step all of"
                  .formatted(words.length, features.size())
              + " them");
    }
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(words[i]);
    }
    return new Series(values, features.size(), null, null, "standard input, line " + line);
  }

  private float number(String word) {
    if (TableReader.missing(word)) {
      return Float.NaN;
    }
    try {
      float number = Float.parseFloat(word);
      if (Float.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw bad("has '%s' where a number must stand".formatted(Excerpt.of(word)));
  }

  private CommandFailed bad(String what) {
    return new CommandFailed("standard input, line %,d %s".formatted(line, what));
  }
}
