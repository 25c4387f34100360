package dev.refrain.app;

import static dev.refrain.config.Checks.require;

import dev.refrain.data.series.ArrayFiles;
import dev.refrain.data.series.LongTable;
import dev.refrain.data.series.SeriesFolder;
import dev.refrain.data.series.SeriesSet;
import dev.refrain.data.series.SignalFiles;
import dev.refrain.data.series.WideTable;
import dev.refrain.data.table.TableFile;
import dev.refrain.data.table.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where labelled series lie, and which of the ways to write them down it is: a folder with a file
/// for each, signals side by side in several files, an array of NumPy or IDX, a table with a row for
/// each step (if there is an id) or one with a row for each series.
///
/// @param files the folder, the file, or the files of the signals; none for nowhere
/// @param labels a file of labels beside them; empty for none
/// @param groups a file of groups beside them; empty for none
/// @param id the column that says to which series a row belongs; empty for a row for each series
/// @param time the column of the time; empty for none
/// @param features the columns of the features; empty for all that have no other part
/// @param width how many values each step has, where a row is a series
/// @param ignored columns that are not read, where a row is a series
/// @param flat whether each number of an array is a step
record SeriesPlace(
    List<String> files,
    String labels,
    String groups,
    String id,
    String time,
    List<String> features,
    int width,
    List<String> ignored,
    boolean flat) {
  static final SeriesPlace NOWHERE =
      new SeriesPlace(List.of(), "", "", "", "", List.of(), 1, List.of(), false);

  /// @throws IllegalArgumentException if options do not go together
  SeriesPlace {
    files = List.copyOf(files);
    features = List.copyOf(features);
    ignored = List.copyOf(ignored);
    require(width >= 1, "--step-width is %d, it must be 1 or more", width);
    require(
        id.isEmpty() || width == 1,
        "--step-width is for a table with a row for each series, and --id-column for one with a row"
            + " for each step; choose one");
    require(
        !id.isEmpty() || time.isEmpty(),
        "--time-column needs an --id-column, which says to which series a row belongs");
  }

  boolean isGiven() {
    return !files.isEmpty();
  }

  /// The same way of writing in other files, with features that are known.
  SeriesPlace at(List<String> others, String otherLabels) {
    return new SeriesPlace(others, otherLabels, "", id, time, features, width, ignored, flat);
  }

  /// The same with these features, where none are chosen and columns have names.
  SeriesPlace withFeatures(List<String> names) {
    return features.isEmpty() && !id.isEmpty()
        ? new SeriesPlace(files, labels, groups, id, time, names, width, ignored, flat)
        : this;
  }

  /// Reads the series.
  ///
  /// @param format how tables are written; empty for what their names say
  /// @param label the column of the labels in a table; empty for none
  /// @param group the column of the groups in a table; empty for none
  /// @throws dev.refrain.data.DataException if they cannot be read
  SeriesSet read(String format, String label, String group) {
    Path first = Path.of(files.getFirst());
    Optional<Path> labelFile = optional(labels);
    Optional<Path> groupFile = optional(groups);
    if (files.size() > 1) {
      return new SignalFiles(files.stream().map(Path::of).toList(), labelFile, groupFile).read();
    }
    if (Files.isDirectory(first)) {
      return new SeriesFolder(first, labelFile).read();
    }
    if (format.isEmpty() && !isTable(first)) {
      ArrayFiles arrays = ArrayFiles.of(first, labelFile, groupFile);
      return (flat ? arrays.flattened() : arrays).read();
    }
    TableFile table =
        format.isEmpty()
            ? TableFile.of(first)
            : new TableFile(first, TableFormat.named(format), true);
    return id.isEmpty()
        ? new WideTable(table, features, width, label, group, ignored).read()
        : new LongTable(table, id, time, features, label, group).read();
  }

  /// What the first file's name says; arrays say by their first bytes what they are.
  private static boolean isTable(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return List.of(".csv", ".tsv", ".tab", ".jsonl", ".ndjson").stream().anyMatch(plain::endsWith);
  }

  private static Optional<Path> optional(String file) {
    return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
  }
}
