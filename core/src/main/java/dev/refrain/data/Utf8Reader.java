package dev.refrain.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The characters of a UTF-8 file one after another, however long it is. A byte order mark is
/// dropped, and the line ends of Windows (CR LF) and of old Macs (CR) become LF.
public final class Utf8Reader implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final DataInput in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES).flip();
  private long offset; // in the file, of the first byte that is not decoded
  private long line = 1; // of that byte
  private boolean begun;
  private boolean ended;
  private boolean carriageReturn;

  /// Reads what `in` gives; closing this closes it.
  public Utf8Reader(DataInput in) {
    this.in = in;
  }

  /// What messages call the file.
  public String name() {
    return in.name();
  }

  /// The next character (a UTF-16 unit), or -1 at the end.
  ///
  /// @throws DataException if what stands there is not UTF-8, or cannot be read
  public int read() {
    while (true) {
      if (!characters.hasRemaining() && !fill()) {
        return -1;
      }
      char c = characters.get();
      boolean afterReturn = carriageReturn;
      carriageReturn = c == '\r';
      if (carriageReturn) {
        return '\n';
      }
      if (c != '\n' || !afterReturn) {
        return c;
      }
    }
  }

  /// Decodes what comes next; false at the end.
  private boolean fill() {
    characters.clear();
    while (characters.position() == 0 && !ended) {
      bytes.compact();
      int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
      bytes.position(bytes.position() + Math.max(0, count)).flip();
      ended = count < 0;
      decode();
      if (!begun && characters.position() > 0) {
        begun = true;
        if (characters.get(0) == '\uFEFF') {
          characters.flip().position(1);
          characters.compact();
        }
      }
    }
    characters.flip();
    return characters.hasRemaining();
  }

  private void decode() {
    int from = bytes.position();
    CoderResult result = decoder.decode(bytes, characters, ended);
    int to = bytes.position();
    for (int i = from; i < to; i++) {
      line += bytes.get(i) == '\n' ? 1 : 0;
    }
    offset += to - from;
    if (result.isError()) {
      throw notUtf8(name(), offset, line, bytes.get(to));
    }
  }

  /// Closes the file.
  @Override
  public void close() {
    in.close();
  }

  /// What is said of a file with a byte that is not UTF-8.
  static DataException notUtf8(String file, long offset, long line, byte value) {
    return new DataException(
        "%s is not UTF-8: byte %d (line %d) is 0x%02X; convert the file, for example with: iconv -f WINDOWS-1252 -t UTF-8"
            .formatted(file, offset, line, value));
  }
}
