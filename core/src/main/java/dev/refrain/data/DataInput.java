package dev.refrain.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The bytes of a data file as a stream, unpacked if they begin as what gzip compressed does.
/// Whatever goes wrong is a [DataException] of one sentence with the file's name; nothing here throws
/// an [IOException].
public final class DataInput extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final boolean packed;
  private final InputStream bytes;

  /// Opens a file.
  ///
  /// @throws DataException if there is no such file, or it is a folder, may not be read, or is named
  ///     .gz and is not packed
  public static DataInput open(Path path) {
    if (Files.isDirectory(path)) {
      throw new DataException(path + " is a folder, not a file; name a file in it.");
    }
    String name = path.toString();
    InputStream file = null;
    try {
      file = Files.newInputStream(path);
      DataInput input = new DataInput(name, file);
      if (!input.packed && name.endsWith(".gz")) {
        throw new DataException(
            name + " is named .gz, but gzip did not make it; copy it again, or rename it.");
      }
      file = null;
      return input;
    } catch (IOException e) {
      throw failure(name, e);
    } finally {
      closeQuietly(file);
    }
  }

  /// The bytes of an open stream, for example of the standard input.
  ///
  /// @param name what messages call it
  /// @throws DataException if its first bytes cannot be read
  public static DataInput of(String name, InputStream stream) {
    try {
      return new DataInput(name, stream);
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  private DataInput(String name, InputStream stream) throws IOException {
    this.name = name;
    BufferedInputStream buffered = new BufferedInputStream(stream, BUFFER_BYTES);
    buffered.mark(2);
    this.packed = buffered.read() == 0x1F && buffered.read() == 0x8B;
    buffered.reset();
    this.bytes = packed ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
  }

  /// What messages call the file.
  public String name() {
    return name;
  }

  /// Whether gzip had compressed it.
  boolean packed() {
    return packed;
  }

  @Override
  public int read() {
    try {
      return bytes.read();
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  @Override
  public int read(byte[] target, int from, int length) {
    try {
      return bytes.read(target, from, length);
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  @Override
  public byte[] readNBytes(int length) {
    try {
      return super.readNBytes(length);
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  @Override
  public void close() {
    closeQuietly(bytes);
  }

  /// Why a file cannot be read, in one sentence.
  static DataException failure(String name, IOException e) {
    return new DataException(
        switch (e) {
          case NoSuchFileException none ->
              "There is no file %s; the path was looked up in %s."
                  .formatted(name, Path.of("").toAbsolutePath());
          case AccessDeniedException denied ->
              name + " may not be read by this user; change its permissions.";
          case EOFException end -> name + " ends before gzip's last byte; copy it again.";
          case ZipException damage ->
              "%s was damaged after gzip made it (%s); copy it again."
                  .formatted(name, damage.getMessage());
          default -> "%s cannot be read: %s.".formatted(name, e.getMessage());
        },
        e);
  }

  /// What was read stands, whatever closing says.
  private static void closeQuietly(InputStream stream) {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // Nothing was written.
      }
    }
  }
}
