package dev.refrain.train;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// Opens files that only grow: a log of which a process that ended left a part that counts, and
/// perhaps a torn line behind it.
///
/// They are no channels, because an interrupt of the thread would close those.
public final class AppendedFile {
  private AppendedFile() {}

  /// Opens a file, made if it is not there, to go on behind its first `length` bytes; what stands
  /// behind them is cut off.
  public static RandomAccessFile open(Path path, long length) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      file.setLength(Math.min(length, file.length()));
      file.seek(file.length());
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return file;
  }
}
