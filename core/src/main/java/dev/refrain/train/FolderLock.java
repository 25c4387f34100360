package dev.refrain.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Holds a folder for one process, and within that for one writer, until it is closed or the process
/// ends.
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes the lock.
  ///
  /// @param file what is locked; made if it is not there
  /// @param refusal the sentence for who comes second
  /// @throws ModelFormatException with that sentence, if somebody holds it
  public static FolderLock take(Path file, String refusal) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held within this process: said below, like a lock of another process.
    } finally {
      if (held == null) {
        channel.close();
      }
    }
    if (held == null) {
      throw new ModelFormatException(refusal);
    }
    return new FolderLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
