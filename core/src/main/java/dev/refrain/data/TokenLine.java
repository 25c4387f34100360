package dev.refrain.data;

import java.util.Locale;

/// One line of `vocabulary.txt`: a token with a backslash before what would break the line or not
/// be seen. `\n`, `\r`, `\t`, `\s` (space), `\\`, and `\` `u{1F40B}` for any other character that is
/// white space, a control or a format character.
final class TokenLine {
  private TokenLine() {}

  static String escape(String token) {
    StringBuilder line = new StringBuilder();
    token
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case ' ' -> line.append("\\s");
                case '\\' -> line.append("\\\\");
                default -> {
                  if (invisible(c)) {
                    line.append("\\u{")
                        .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                        .append('}');
                  } else {
                    line.appendCodePoint(c);
                  }
                }
              }
            });
    return line.toString();
  }

  private static boolean invisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE ->
          true;
      default -> false;
    };
  }

  /// Reads a line back.
  ///
  /// @throws IllegalArgumentException if an escape is not one of those written; the message says
  ///     at which column (from 1) and what stands there
  static String unescape(String line) {
    if (line.indexOf('\\') < 0) {
      return line;
    }
    StringBuilder token = new StringBuilder();
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (c != '\\') {
        token.append(c);
        i++;
        continue;
      }
      char kind = i + 1 < line.length() ? line.charAt(i + 1) : ' ';
      int end = i + 2;
      switch (kind) {
        case 'n' -> token.append('\n');
        case 'r' -> token.append('\r');
        case 't' -> token.append('\t');
        case 's' -> token.append(' ');
        case '\\' -> token.append('\\');
        case 'u' -> {
          end = line.indexOf('}', i) + 1;
          token.appendCodePoint(codePoint(line, i, end));
        }
        default -> throw unknown(line, i, Math.min(line.length(), i + 2));
      }
      i = end;
    }
    return token.toString();
  }

  private static int codePoint(String line, int from, int end) {
    if (end < from + 5 || end > from + 10 || line.charAt(from + 2) != '{') {
      throw unknown(line, from, Math.min(line.length(), from + 3));
    }
    int codePoint;
    try {
      codePoint = Integer.parseInt(line, from + 3, end - 1, 16);
    } catch (NumberFormatException e) {
      throw unknown(line, from, end);
    }
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT || surrogate) {
      throw unknown(line, from, end);
    }
    return codePoint;
  }

  private static IllegalArgumentException unknown(String line, int from, int to) {
    return new IllegalArgumentException(
        "column %d has the unknown escape '%s'; known are \\n \\r \\t \\s \\\\ \\u{HEX}"
            .formatted(from + 1, line.substring(from, to)));
  }
}
