package dev.refrain.app.attention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An attention map in characters. Short sources stand side by side over their columns:
///
/// ```
///        the  cat  is  black
///    le  ███
///  chat       ███
/// ```
///
/// Long ones from top to bottom, over columns of two characters.
final class ShadedLines {
  private static final String GAP = "  ";
  private static final int NARROW = 2;

  private final AttentionMap map;
  private final Shades shades;
  private final List<String> source;
  private final List<String> target;
  private final int margin;

  ShadedLines(AttentionMap map, Shades shades) {
    this.map = map;
    this.shades = shades;
    source = map.source().stream().map(ShadedLines::printable).toList();
    target = map.target().stream().map(ShadedLines::printable).toList();
    margin = target.stream().mapToInt(DisplayWidth::of).max().orElse(0);
  }

  /// Characters that would move the cursor become `·`.
  private static String printable(String token) {
    return token
        .codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '·' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  List<String> lines(int width) {
    int[] columns =
        source.stream().mapToInt(token -> Math.max(1, DisplayWidth.of(token))).toArray();
    int needed = margin;
    for (int column : columns) {
      needed += GAP.length() + column;
    }
    List<String> lines = new ArrayList<>();
    if (needed <= width) {
      lines.add(header(columns));
      addRows(lines, columns, GAP);
    } else {
      Arrays.fill(columns, NARROW);
      addSteepHeader(lines);
      addRows(lines, columns, "");
    }
    lines.add("");
    lines.add(" ".repeat(margin) + GAP + shades.legend());
    return lines.stream().map(String::stripTrailing).toList();
  }

  private String header(int[] columns) {
    var line = new StringBuilder(" ".repeat(margin));
    for (int i = 0; i < columns.length; i++) {
      line.append(GAP).append(source.get(i));
      line.append(DisplayWidth.padding(source.get(i), columns[i]));
    }
    return line.toString();
  }

  /// The source from top to bottom, each token ending over its column.
  private void addSteepHeader(List<String> lines) {
    List<List<String>> tokens = source.stream().map(DisplayWidth::characters).toList();
    int height = tokens.stream().mapToInt(List::size).max().orElse(0);
    for (int row = 0; row < height; row++) {
      var line = new StringBuilder(" ".repeat(margin) + GAP);
      for (List<String> token : tokens) {
        int at = row - (height - token.size());
        String character = at < 0 ? "" : token.get(at);
        line.append(character).append(DisplayWidth.padding(character, NARROW));
      }
      lines.add(line.toString());
    }
  }

  private void addRows(List<String> lines, int[] columns, String gap) {
    for (int row = 0; row < target.size(); row++) {
      var line = new StringBuilder(DisplayWidth.padding(target.get(row), margin));
      line.append(target.get(row)).append(gap.isEmpty() ? GAP : "");
      for (int i = 0; i < columns.length; i++) {
        line.append(gap).append(String.valueOf(shades.of(map.weight(row, i))).repeat(columns[i]));
      }
      lines.add(line.toString());
    }
  }
}
