package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.Excerpt;
import dev.refrain.data.table.TableFile;
import dev.refrain.data.table.TableReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder with a file for each series, a line a step, values between blanks or commas. A first line
/// that is no numbers names the features. The label is the name of the file's subfolder, unless there
/// is a table of labels. Files and folders whose names begin with a dot are passed over.
///
/// @param folder the folder
/// @param labels a table, with a header, whose columns `file` and `label` (and `group`, if it is there)
///     say what each file is; files that it does not name are not read. Names are those below the
///     folder, with `/`
public record SeriesFolder(Path folder, Optional<Path> labels) {

  private record About(String label, String group) {}

  /// Reads all series, in the order of their files' names.
  ///
  /// @throws DataException if the folder or a file of it cannot be read, files have different
  ///     features, something else stands where a number must, or a labelled file is not there
  public SeriesSet read() {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + " is not a folder; name one with a file for each series.");
    }
    Map<String, About> files = labels.isPresent() ? labelled(labels.get()) : found();
    Memory memory = new Memory(folder.toString());
    List<Series> all = new ArrayList<>();
    List<String> features = null;
    String first = "";
    for (var entry : files.entrySet()) {
      try (TableReader rows = open(folder.resolve(entry.getKey()))) {
        if (features == null) {
          features = rows.columns();
          first = rows.name();
        } else if (!features.equals(rows.columns())) {
          throw new DataException(
              "%s has the features %s, and %s has %s; all series of a folder have the same."
                  .formatted(rows.name(), shown(rows.columns()), first, shown(features)));
        }
        all.add(series(rows, memory, entry.getValue()));
      }
    }
    return new SeriesSet(folder.toString(), features == null ? List.of() : features, all);
  }

  private static String shown(List<String> features) {
    return "%,d (%s)".formatted(features.size(), Excerpt.of(String.join(", ", features)));
  }

  private static Series series(TableReader rows, Memory memory, About about) {
    int features = rows.columns().size();
    FloatList values = new FloatList();
    while (rows.next()) {
      memory.take(features);
      for (int column = 0; column < features; column++) {
        values.add(Columns.number(rows, column));
      }
    }
    if (values.size() == 0) {
      throw new DataException(rows.name() + " has no steps, only names; remove it.");
    }
    return new Series(values.toArray(), features, about.label(), about.group(), rows.name());
  }

  /// A file with or without a header.
  private static TableReader open(Path path) {
    TableFile file = PlainLines.table(path);
    boolean header = false;
    try (TableReader rows = file.open()) {
      rows.next();
      for (int column = 0; column < rows.columns().size(); column++) {
        String text = rows.text(column);
        header |= !TableReader.missing(text) && !text.matches("[-+0-9.].*");
      }
    }
    return new TableFile(path, file.format(), header).open();
  }

  private Map<String, About> found() {
    Map<String, About> files = new LinkedHashMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .map(folder::relativize)
          .filter(
              path ->
                  Stream.iterate(path, up -> up != null, Path::getParent)
                      .noneMatch(SeriesFolder::hidden))
          .filter(path -> Files.isRegularFile(folder.resolve(path)))
          .sorted()
          .forEach(
              path -> {
                Path parent = path.getParent();
                files.put(
                    path.toString(), new About(parent == null ? null : parent.toString(), null));
              });
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("%s cannot be read: %s.".formatted(folder, e.getMessage()), e);
    }
    if (files.isEmpty()) {
      throw new DataException(folder + " has no files in it; it needs one for each series.");
    }
    return files;
  }

  private static boolean hidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private Map<String, About> labelled(Path table) {
    Map<String, About> files = new LinkedHashMap<>();
    try (TableReader rows = TableFile.of(table).open()) {
      int file = rows.column("file");
      int label = rows.column("label");
      int group = rows.columns().indexOf("group");
      while (rows.next()) {
        String name = rows.present(file);
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder.normalize()) || !Files.isRegularFile(path)) {
          throw rows.bad(
              "names the file '%s', which is not in %s".formatted(Excerpt.of(name), folder),
              "correct the name or remove the line");
        }
        About about = new About(rows.present(label), group < 0 ? null : rows.present(group));
        if (files.put(name, about) != null) {
          throw rows.bad(
              "names the file '%s' again".formatted(Excerpt.of(name)), "remove the line");
        }
      }
    }
    return files;
  }
}
