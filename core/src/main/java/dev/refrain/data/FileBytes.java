package dev.refrain.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// All bytes of a text's file, unpacked if they begin as what gzip compressed does.
final class FileBytes {
  /// While a file is read its bytes and its characters (2 bytes each) are both in memory.
  private static final int WORKING_BYTES_PER_BYTE = 4;

  private FileBytes() {}

  /// Reads a file.
  ///
  /// @param limit how many bytes there may be, packed or unpacked
  /// @throws DataException if there is no such file, or it is a folder, too long or damaged
  static byte[] read(Path path, int limit) {
    if (Files.isDirectory(path)) {
      throw new DataException(path + " is a folder, not a text file; name a file in it.");
    }
    try {
      checkSize(path, Files.size(path), "", limit);
      byte[] bytes = Files.readAllBytes(path);
      return packed(path, bytes) ? unpack(path, bytes, limit) : bytes;
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

  private static void checkSize(Path path, long size, String more, int limit) {
    if (size > limit) {
      throw new DataException(
          "%s has %s%,d bytes, and at most %,d can be read; cut it into parts."
              .formatted(path, more, size, limit));
    }
    long memory = Runtime.getRuntime().maxMemory();
    if (size > memory / WORKING_BYTES_PER_BYTE) {
      throw new DataException(
          "%s has %s%,d bytes, too many for the %,d bytes of memory this Java may use; allow it more with -Xmx."
              .formatted(path, more, size, memory));
    }
  }

  private static boolean packed(Path path, byte[] bytes) {
    boolean packed = bytes.length > 1 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B;
    if (!packed && path.getFileName().toString().endsWith(".gz")) {
      throw new DataException(
          path + " is named .gz, but gzip did not make it; copy it again, or rename it.");
    }
    return packed;
  }

  private static byte[] unpack(Path path, byte[] packed, int limit) throws IOException {
    long memory = Runtime.getRuntime().maxMemory() / WORKING_BYTES_PER_BYTE;
    int enough = (int) Math.min(limit, memory) + 1;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = in.readNBytes(enough);
      checkSize(path, bytes.length, "unpacked at least ", limit);
      return bytes;
    } catch (EOFException e) {
      throw new DataException(path + " ends before gzip's last byte; copy it again.", e);
    } catch (ZipException e) {
      throw new DataException(
          "%s was damaged after gzip made it (%s); copy it again.".formatted(path, e.getMessage()),
          e);
    }
  }
}
