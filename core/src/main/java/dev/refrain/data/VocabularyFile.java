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

  /// The lines of the file for a vocabulary, without their ends.
  public static List<String> lines(Vocabulary vocabulary) {
    return vocabulary.tokens().stream().map(TokenLine::escape).toList();
  }

  /// Writes a vocabulary.
  static void write(Vocabulary vocabulary, Path path) throws IOException {
    Files.writeString(path, String.join("\n", lines(vocabulary)) + "\n", StandardCharsets.UTF_8);
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
    return parse(path.toString(), List.of(text.substring(0, text.length() - 1).split("\n", -1)));
  }

  /// Makes the vocabulary of a file's lines.
  ///
  /// @param source the file's name, for messages
  /// @throws DataException if there is no line, or one is empty, has an unknown escape or repeats a
  ///     token
  public static Vocabulary parse(String source, List<String> lines) {
    if (lines.isEmpty()) {
      throw new DataException(source + " has no tokens; copy the file again.");
    }
    List<String> tokens = new ArrayList<>();
    Map<String, Integer> lineOf = new HashMap<>();
    for (String escaped : lines) {
      int line = tokens.size() + 1;
      String token = token(source, line, escaped);
      Integer other = lineOf.putIfAbsent(token, line);
      if (other != null) {
        throw bad(
            source, line, "repeats '%s' of line %d".formatted(TokenLine.escape(token), other));
      }
      tokens.add(token);
    }
    return Vocabulary.of(tokens);
  }

  private static String token(String source, int line, String escaped) {
    String token;
    try {
      token = TokenLine.unescape(escaped);
    } catch (IllegalArgumentException e) {
      throw bad(source, line, e.getMessage());
    }
    if (token.isEmpty()) {
      throw bad(source, line, "is empty");
    }
    if (!TokenLine.escape(token).equals(escaped)) {
      throw bad(
          source,
          line,
          "has '%s', which is written '%s'".formatted(escaped, TokenLine.escape(token)));
    }
    return token;
  }

  private static DataException bad(String source, int line, String what) {
    return new DataException(
        "%s, line %d %s; a vocabulary has one token a line, each once, as Refrain wrote them."
            .formatted(source, line, what));
  }
}
