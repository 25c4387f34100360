package dev.refrain.data;

import dev.refrain.data.table.TableFile;
import dev.refrain.data.table.TableReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads texts with their classes.
public final class LabelledTexts {
  private LabelledTexts() {}

  /// Reads a table with a text in each row.
  ///
  /// @param label the column of the classes; empty to read texts whose class is not known
  /// @param group the column of whom or what a text comes from; empty for none
  /// @throws DataException if the file cannot be read, lacks a column, or a row has no label; the
  ///     message says where, and which columns there are
  public static List<LabelledText> readTable(
      TableFile file, String text, String label, String group) {
    List<LabelledText> texts = new ArrayList<>();
    try (TableReader rows = file.open()) {
      int textColumn = rows.column(text);
      int labelColumn = label.isEmpty() ? -1 : rows.column(label);
      int groupColumn = group.isEmpty() ? -1 : rows.column(group);
      while (rows.next()) {
        texts.add(
            new LabelledText(
                rows.text(textColumn),
                labelColumn < 0 ? "" : rows.present(labelColumn).strip(),
                groupColumn < 0 ? "" : rows.present(groupColumn).strip(),
                "%s, line %,d".formatted(file.path().getFileName(), rows.line())));
      }
    }
    if (texts.isEmpty()) {
      throw new DataException(
          file.path() + " has a header, but no rows below it; name a file with texts.");
    }
    return texts;
  }

  /// Reads a file for each class, with a text on each line.
  ///
  /// @param files by class
  /// @throws DataException if one cannot be read
  public static List<LabelledText> readClasses(Map<String, Path> files) {
    List<LabelledText> texts = new ArrayList<>();
    for (var file : files.entrySet()) {
      String name = file.getValue().getFileName().toString();
      String all = TextFile.read(file.getValue(), TextFile.Frame.KEEP).text();
      List<String> lines = all.lines().toList();
      for (int line = 0; line < lines.size(); line++) {
        texts.add(
            new LabelledText(
                lines.get(line), file.getKey(), "", "%s, line %,d".formatted(name, line + 1)));
      }
    }
    return texts;
  }
}
