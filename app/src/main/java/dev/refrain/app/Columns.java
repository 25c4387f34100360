package dev.refrain.app;

import org.jline.utils.WCWidth;

/// Texts as a terminal shows them: in columns, of which a Chinese character takes two and a
/// combining accent none.
final class Columns {
  private static final String CUT = "…";

  private Columns() {}

  /// How many columns a text takes.
  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  private static int of(int character) {
    return Math.max(0, WCWidth.wcwidth(character));
  }

  /// A text on one line that a terminal does not take for commands: what it would not show becomes
  /// U+FFFD.
  static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? 0xFFFD : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /// As much of a text as fits in `width` columns; one that was cut ends with an ellipsis.
  static String cut(String text, int width) {
    if (of(text) <= width) {
      return text;
    }
    var cut = new StringBuilder();
    int taken = 0;
    for (int character : text.codePoints().toArray()) {
      taken += of(character);
      if (taken > width - 1) {
        break;
      }
      cut.appendCodePoint(character);
    }
    return cut + CUT;
  }

  /// A text with spaces before it, to `width` columns.
  static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - of(text))) + text;
  }

  /// A text with spaces behind it, to `width` columns.
  static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }
}
