package dev.refrain.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files that are there either whole or not at all, whenever the machine stops.
public final class AtomicFiles {
  private AtomicFiles() {}

  /// Writes a file's content.
  @FunctionalInterface
  interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /// Writes beside `file` and, once all of it is on the disk, moves it into place: a reader finds the
  /// old content or the new one.
  public static void write(Path file, byte[] content) throws IOException {
    write(file, channel -> writeFully(channel, ByteBuffer.wrap(content)));
  }

  /// Writes all that is left in a buffer: a channel may take less at a time.
  static void writeFully(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /// Writes beside `file` and, once all of it is on the disk, moves it into place.
  static void write(Path file, Content content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      writeDurably(beside, content);
      move(beside, file);
      force(file.toAbsolutePath().getParent());
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /// Writes a file and waits until it is on the disk.
  static void writeDurably(Path file, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      content.writeTo(channel);
      channel.force(true);
    }
  }

  /// Moves a file or folder within its file system, in place of a file of that name.
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Waits until a folder's names are on the disk, where the system can do so.
  static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder; its file system journals names by itself.
    }
  }
}
