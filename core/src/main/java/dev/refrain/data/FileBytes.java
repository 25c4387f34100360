package dev.refrain.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    try (DataInput in = DataInput.open(path)) {
      checkSize(path, Files.size(path), "", limit);
      long memory = Runtime.getRuntime().maxMemory() / WORKING_BYTES_PER_BYTE;
      byte[] bytes = in.readNBytes((int) Math.min(limit, memory) + 1);
      checkSize(path, bytes.length, in.packed() ? "unpacked at least " : "at least ", limit);
      return bytes;
    } catch (IOException e) {
      throw DataInput.failure(path.toString(), e);
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
}
