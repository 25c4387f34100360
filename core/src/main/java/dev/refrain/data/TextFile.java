package dev.refrain.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// A text read strictly from a UTF-8 file, which gzip may have compressed. A byte order mark is
/// dropped, and the line ends of Windows (CR LF) and of old Macs (CR) become LF. The frame of a
/// Project Gutenberg book is cut off unless the caller wants it; [#cut] says what was.
///
/// @param path where it was read
/// @param text what the file says, never empty
/// @param cut what of a Project Gutenberg frame was cut off, if there was one
public record TextFile(Path path, String text, Optional<GutenbergFrame.Cut> cut) {
  /// The longest file that is read, in bytes once unpacked. Characters and their ids are kept in
  /// memory, in arrays.
  public static final int MAX_BYTES = 1 << 30;

  /// Whether the header and the licence around a Project Gutenberg book belong to the text.
  public enum Frame {
    /// They are cut off where the well-known lines stand.
    CUT,
    /// The file is taken as it is.
    KEEP
  }

  /// Reads a file and cuts off a Project Gutenberg frame.
  ///
  /// @throws DataException if there is no such file, or it is a folder, empty, too long or not UTF-8
  public static TextFile read(Path path) {
    return read(path, Frame.CUT);
  }

  /// Reads a file.
  ///
  /// @throws DataException if there is no such file, or it is a folder, empty, too long or not UTF-8
  public static TextFile read(Path path, Frame frame) {
    String text = withUnixLineEnds(decode(path, FileBytes.read(path, MAX_BYTES)));
    if (frame == Frame.CUT) {
      Optional<GutenbergFrame> found = GutenbergFrame.find(text);
      if (found.isPresent()) {
        String book = found.get().book();
        checkNotEmpty(path, book);
        return new TextFile(path, book, Optional.of(found.get().cut()));
      }
    }
    checkNotEmpty(path, text);
    return new TextFile(path, text, Optional.empty());
  }

  /// How many characters (Unicode code points) the text has.
  public int characters() {
    return text.codePointCount(0, text.length());
  }

  private static String decode(Path path, byte[] bytes) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out =
        CharBuffer.allocate(bytes.length); // UTF-8 never has fewer bytes than UTF-16 chars
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      int offset = in.position();
      int line = 1;
      for (int i = 0; i < offset; i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw Utf8Reader.notUtf8(path.toString(), offset, line, bytes[offset]);
    }
    return out.flip().toString();
  }

  private static String withUnixLineEnds(String text) {
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return unmarked.indexOf('\r') < 0
        ? unmarked
        : unmarked.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static void checkNotEmpty(Path path, String text) {
    if (text.isBlank()) {
      throw new DataException(path + " has no text in it; name a file with text to learn from.");
    }
  }
}
