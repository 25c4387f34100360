package dev.refrain.app;

import static dev.refrain.config.Checks.require;

import dev.refrain.data.LabelledText;
import dev.refrain.data.LabelledTexts;
import dev.refrain.data.table.TableFile;
import dev.refrain.data.table.TableFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Where labelled texts lie: in the columns of a table, or in a file for each class.
///
/// @param table the file with the table; empty for none
/// @param format how it is written; empty for what its name says
/// @param text the column of the texts
/// @param label the column of the classes
/// @param group the column of whom or what a text comes from; empty for none
/// @param classes files by class, `LABEL=FILE` each
record LabelledPlace(
    String table, String format, String text, String label, String group, List<String> classes) {
  static final LabelledPlace NOWHERE = new LabelledPlace("", "", "text", "label", "", List.of());

  LabelledPlace {
    classes = classes == null ? List.of() : List.copyOf(classes);
    require(
        table.isEmpty() || classes.isEmpty(),
        "--data names one table and --class a file for each class; choose one way");
    require(
        group.isEmpty() || classes.isEmpty(),
        "--group-column is for a table, and --class names files without columns");
    if (!format.isEmpty()) {
      TableFormat.named(format);
    }
    files(classes);
  }

  /// @throws IllegalArgumentException if one is not `LABEL=FILE`, or a label comes twice
  private static Map<String, Path> files(List<String> classes) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String one : classes) {
      int equals = one.indexOf('=');
      require(
          equals > 0 && equals < one.length() - 1,
          "--class has '%s', expected LABEL=FILE such as positive=rt-polarity.pos",
          one);
      String label = one.substring(0, equals);
      require(
          files.put(label, Path.of(one.substring(equals + 1))) == null,
          "--class names the class '%s' twice; put its texts into one file",
          label);
    }
    return files;
  }

  boolean isGiven() {
    return !table.isEmpty() || !classes.isEmpty();
  }

  /// What the texts are called.
  String name() {
    return table.isEmpty()
        ? files(classes).values().stream()
            .map(file -> file.getFileName().toString())
            .collect(Collectors.joining(", "))
        : Path.of(table).getFileName().toString();
  }

  /// The same columns in another table.
  LabelledPlace withTable(String other) {
    return new LabelledPlace(other, format, text, label, group, List.of());
  }

  /// Reads the texts.
  ///
  /// @throws dev.refrain.data.DataException if they cannot be read
  List<LabelledText> read() {
    return table.isEmpty()
        ? LabelledTexts.readClasses(files(classes))
        : LabelledTexts.readTable(tableFile(), text, label, group);
  }

  /// Reads texts whose class is not known.
  List<LabelledText> readUnlabelled() {
    return LabelledTexts.readTable(tableFile(), text, "", "");
  }

  private TableFile tableFile() {
    Path path = Path.of(table);
    return format.isEmpty()
        ? TableFile.of(path)
        : new TableFile(path, TableFormat.named(format), true);
  }
}
