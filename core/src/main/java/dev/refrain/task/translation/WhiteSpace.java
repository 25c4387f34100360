package dev.refrain.task.translation;

import java.util.ArrayList;
import java.util.List;

/// White space as sacreBLEU knows it: every Unicode space and separator, the no-break space and the
/// ASCII information separators included.
final class WhiteSpace {
  private static final int NEXT_LINE = 0x85;

  private WhiteSpace() {}

  private static boolean is(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
  }

  /// The pieces between white space.
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || is(line.charAt(i))) {
        if (i > start) {
          words.add(line.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  /// The line without white space at its end.
  static String stripEnd(String line) {
    int end = line.length();
    while (end > 0 && is(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end);
  }
}
