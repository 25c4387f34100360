package dev.refrain.app;

import java.util.List;

/// An attention map in characters. Each column is as wide as the token above it:
/// ```
///       the cat  is black
///   le  ███ ░░░
/// chat      ███
/// ```
final class AttentionBlocks {
  /// The weights from which each shade stands.
  static final float[] LEVELS = {0.1f, 0.3f, 0.5f, 0.7f};

  private static final String UNICODE_SHADES = " ░▒▓█";
  private static final String ASCII_SHADES = " .:+#";
  private static final int WIDEST_LABEL = 16;

  /// A single mark would be too small a patch to see.
  private static final int NARROWEST_CELL = 2;

  private final AttentionMap map;
  private final int width;
  private final String shades;
  private final List<String> source;
  private final List<String> target;
  private final StringBuilder text = new StringBuilder();

  AttentionBlocks(AttentionMap map, int width, boolean unicode) {
    this.map = map;
    this.width = width;
    this.shades = unicode ? UNICODE_SHADES : ASCII_SHADES;
    this.source = map.source().stream().map(AttentionBlocks::label).toList();
    this.target = map.target().stream().map(AttentionBlocks::label).toList();
  }

  private static String label(String token) {
    return Columns.cut(Columns.printable(token), WIDEST_LABEL);
  }

  /// What the shades stand for, on one line.
  static String legend(boolean unicode) {
    String shades = unicode ? UNICODE_SHADES : ASCII_SHADES;
    var legend = new StringBuilder("attention from");
    for (int i = 0; i < LEVELS.length; i++) {
      legend.append("  ").append(shades.charAt(i + 1)).append(' ');
      legend.append(Math.round(100 * LEVELS[i])).append('%');
    }
    return legend.toString();
  }

  /// All lines, each ended by a line feed.
  String text() {
    int labels = target.stream().mapToInt(Columns::of).max().orElse(0);
    for (int from = 0; from < source.size(); ) {
      int to = from + 1;
      int columns = labels + 1 + cell(from);
      while (to < source.size() && columns + 1 + cell(to) <= width) {
        columns += 1 + cell(to++);
      }
      if (from > 0) {
        text.append('\n');
      }
      piece(from, to, labels);
      from = to;
    }
    return text.toString();
  }

  private int cell(int column) {
    return Math.max(NARROWEST_CELL, Columns.of(source.get(column)));
  }

  /// The columns `[from, to)`.
  private void piece(int from, int to, int labels) {
    var head = new StringBuilder(" ".repeat(labels));
    for (int column = from; column < to; column++) {
      head.append(' ').append(Columns.left(source.get(column), cell(column)));
    }
    end(head);
    for (int row = 0; row < target.size(); row++) {
      var line = new StringBuilder(Columns.right(target.get(row), labels));
      for (int column = from; column < to; column++) {
        line.append(' ').append(shade(map.weight(row, column)).repeat(cell(column)));
      }
      end(line);
    }
  }

  private String shade(float weight) {
    int level = 0;
    while (level < LEVELS.length && weight >= LEVELS[level]) {
      level++;
    }
    return shades.substring(level, level + 1);
  }

  private void end(StringBuilder line) {
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
