package dev.refrain.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A vocabulary as a file, `vocabulary.txt`: UTF-8, one token a line in the order of their numbers,
/// every line ended by LF. A backslash escapes what would break a line or not be seen: `\n`, `\r`,
/// `\t`, `\s` (space), `\\`, `\` `u{HEX}`.
public final class VocabularyFile {
  private VocabularyFile() {}

  /// The content of the file for a vocabulary.
  public static String format(Vocabulary vocabulary) {
    StringBuilder lines = new StringBuilder();
    for (String token : vocabulary.tokens()) {
      lines.append(TokenLine.escape(token)).append('\n');
    }
    return lines.toString();
  }

  /// Writes a vocabulary.
  public static void write(Vocabulary vocabulary, Path path) throws IOException {
    Files.writeString(path, format(vocabulary), StandardCharsets.UTF_8);
  }

  /// Reads a vocabulary.
  ///
  /// @throws DataException if the file cannot be read, was cut off, or a line is empty, has an
  ///     unknown escape or repeats a token
  public static Vocabulary read(Path path) {
    String text = TextFile.read(path, TextFile.Frame.KEEP).text();
    if (!text.endsWith("\n")) {
      throw new DataException(
          path + " does not end with a line end, so its end is missing; copy the file again.");
    }
    List<String> tokens = new ArrayList<>();
    Map<String, Integer> lineOf = new HashMap<>();
    int line = 1;
    for (int from = 0; from < text.length(); line++) {
      int to = text.indexOf('\n', from);
      String token = token(path, line, text.substring(from, to));
      Integer other = lineOf.putIfAbsent(token, line);
      if (other != null) {
        throw bad(path, line, "repeats '%s' of line %d".formatted(TokenLine.escape(token), other));
      }
      tokens.add(token);
      from = to + 1;
    }
    return Vocabulary.of(tokens);
  }

  private static String token(Path path, int line, String escaped) {
    String token;
    try {
      token = TokenLine.unescape(escaped);
    } catch (IllegalArgumentException e) {
      throw bad(path, line, e.getMessage());
    }
    if (token.isEmpty()) {
      throw bad(path, line, "is empty");
    }
    if (!TokenLine.escape(token).equals(escaped)) {
      throw bad(
          path,
          line,
          "has '%s', which is written '%s'".formatted(escaped, TokenLine.escape(token)));
    }
    return token;
  }

  private static DataException bad(Path path, int line, String what) {
    return new DataException(
        "%s, line %d %s; a vocabulary has one token a line, each once, as Refrain wrote them."
            .formatted(path, line, what));
  }
}
