package dev.refrain.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A text read strictly from a UTF-8 file. A byte order mark is dropped, and the line ends of
/// Windows (CR LF) and of old Macs (CR) become LF. The frame of a Project Gutenberg book is cut
/// off unless the caller wants it; [#cut] says what was.
///
/// @param path where it was read
/// @param text what the file says, never empty
/// @param cut what of a Project Gutenberg frame was cut off, if there was one
public record TextFile(Path path, String text, Optional<GutenbergFrame.Cut> cut) {
  /// The longest file that is read. Characters and their ids are kept in memory, in arrays.
  public static final long MAX_BYTES = 1L << 30;

  /// While a file is read its bytes and its characters (2 bytes each) are both in memory.
  private static final int WORKING_BYTES_PER_BYTE = 4;

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
    String text = withUnixLineEnds(decode(path, bytes(path)));
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

  private static byte[] bytes(Path path) {
    if (Files.isDirectory(path)) {
      throw new DataException(path + " is a folder, not a text file; name a file in it.");
    }
    try {
      long size = Files.size(path);
      if (size > MAX_BYTES) {
        throw new DataException(
            "%s has %,d bytes, and at most %,d can be read; cut it into parts."
                .formatted(path, size, MAX_BYTES));
      }
      long memory = Runtime.getRuntime().maxMemory();
      if (size > memory / WORKING_BYTES_PER_BYTE) {
        throw new DataException(
            "%s has %,d bytes, too many for the %,d bytes of memory this Java may use; allow it more with -Xmx."
                .formatted(path, size, memory));
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new DataException(
          "There is no file %s; the path was looked up in %s."
              .formatted(path, Path.of("").toAbsolutePath()),
          e);
    } catch (AccessDeniedException e) {
      throw new DataException(path + " may not be read by this user; change its permissions.", e);
    } catch (IOException e) {
      throw new DataException(path + " cannot be read: " + e.getMessage() + ".", e);
    }
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
      throw new DataException(
          "%s is not UTF-8: byte %d (line %d) is 0x%02X; convert the file, for example with: iconv -f WINDOWS-1252 -t UTF-8"
              .formatted(path, offset, line, bytes[offset]));
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
