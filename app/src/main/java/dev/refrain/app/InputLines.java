package dev.refrain.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The lines of standard input, read strictly as UTF-8, one when it is asked for: a pipe may be
/// longer than the memory. A byte order mark and the line ends of Windows are taken off.
final class InputLines {
  private static final int BUFFER = 1 << 16;

  private final InputStream input;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private long lines;

  InputLines(InputStream input) {
    this.input = input;
  }

  /// The next line without its end; empty when there is none.
  ///
  /// @throws CommandFailed if it is not UTF-8
  Optional<String> next() throws IOException {
    var line = new ByteArrayOutputStream();
    boolean ended = false;
    while (!ended) {
      if (from == to) {
        to = input.read(buffer);
        from = 0;
        if (to <= 0) {
          to = 0;
          break;
        }
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, from, end - from);
      ended = end < to;
      from = ended ? end + 1 : end;
    }
    if (!ended && line.size() == 0) {
      return Optional.empty();
    }
    lines++;
    String text = decoded(line.toByteArray());
    if (lines == 1 && text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  private String decoded(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new CommandFailed(
          "standard input is not UTF-8 in line %,d; convert it, for example with iconv -t UTF-8"
              .formatted(lines),
          e);
    }
  }
}
