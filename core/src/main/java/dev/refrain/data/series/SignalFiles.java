package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.table.TableReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Several signals that were measured side by side, a file each: line n of every file is the same
/// series, step after step, between blanks or commas. So a series has as many features as there are
/// files.
///
/// @param signals the files, in the order of the features
/// @param labels a file with the label of each series on the same line; or empty
/// @param groups a file with the group of each series on the same line; or empty
public record SignalFiles(List<Path> signals, Optional<Path> labels, Optional<Path> groups) {
  public SignalFiles {
    signals = List.copyOf(signals);
    if (signals.isEmpty()) {
      throw new IllegalArgumentException("there is no signal file");
    }
  }

  /// Reads all series.
  ///
  /// @throws DataException if a file cannot be read, has something else where a number must stand, a
  ///     line of another width, or not as many lines as the others
  public SeriesSet read() {
    List<TableReader> readers = new ArrayList<>();
    try {
      for (Path signal : signals) {
        readers.add(PlainLines.table(signal).open());
      }
      return read(readers);
    } finally {
      readers.forEach(TableReader::close);
    }
  }

  private SeriesSet read(List<TableReader> readers) {
    TableReader first = readers.getFirst();
    int features = readers.size();
    int steps = first.columns().size();
    for (TableReader reader : readers) {
      if (reader.columns().size() != steps) {
        throw new DataException(
            "%s has %,d values on a line and %s has %,d; signals side by side have as many."
                .formatted(first.name(), steps, reader.name(), reader.columns().size()));
      }
    }
    Memory memory = new Memory(first.name());
    List<float[]> values = new ArrayList<>();
    while (next(readers)) {
      memory.take((long) steps * features);
      float[] numbers = new float[steps * features];
      for (int f = 0; f < features; f++) {
        for (int t = 0; t < steps; t++) {
          numbers[t * features + f] = Columns.number(readers.get(f), t);
        }
      }
      values.add(numbers);
    }
    List<String> label = words(labels, first, values.size());
    List<String> group = words(groups, first, values.size());
    List<Series> all = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      all.add(
          new Series(
              values.get(i),
              features,
              label.isEmpty() ? null : label.get(i),
              group.isEmpty() ? null : group.get(i),
              "%s, line %,d".formatted(first.name(), i + 1)));
    }
    return new SeriesSet(first.name(), signals.stream().map(PlainLines::baseName).toList(), all);
  }

  /// Goes to the next line of all files; false if all end.
  private static boolean next(List<TableReader> readers) {
    TableReader first = readers.getFirst();
    boolean more = first.next();
    for (TableReader reader : readers.subList(1, readers.size())) {
      if (reader.next() != more) {
        throw new DataException(
            "%s has %s lines than %s; line n of every signal is the same series."
                .formatted(reader.name(), more ? "fewer" : "more", first.name()));
      }
    }
    return more;
  }

  private static List<String> words(Optional<Path> file, TableReader signal, int count) {
    return file.map(path -> PlainLines.words(path, signal.name(), count)).orElse(List.of());
  }
}
