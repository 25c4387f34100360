package dev.refrain.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Which data a model was trained on, so that a run is not resumed on other data by mistake.
///
/// @param name the file's name, without its folders
/// @param bytes its length
/// @param sha256 its SHA-256 digest, 64 lower-case hexadecimal digits
public record DataFingerprint(String name, long bytes, String sha256) {

  /// @throws IllegalArgumentException if the digest is not one
  public DataFingerprint {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "'%s' is no SHA-256 digest of 64 hexadecimal digits".formatted(sha256));
    }
  }

  /// The fingerprint of a file.
  public static DataFingerprint of(Path file) throws IOException {
    MessageDigest digest = newDigest();
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream input = Files.newInputStream(file)) {
      for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
    }
    return new DataFingerprint(
        file.getFileName().toString(), bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /// The fingerprint of data that is in memory.
  public static DataFingerprint of(String name, byte[] data) {
    return new DataFingerprint(
        name, data.length, HexFormat.of().formatHex(newDigest().digest(data)));
  }

  /// Makes the fingerprint of data that is in memory piece by piece.
  public static final class Builder {
    private static final int CHUNK = 1 << 12;

    private final String name;
    private final MessageDigest digest = newDigest();
    private long bytes;

    public Builder(String name) {
      this.name = name;
    }

    /// Adds bytes.
    public void add(byte[] data) {
      digest.update(data);
      bytes += data.length;
    }

    /// Adds numbers, four bytes each.
    public void add(float[] data) {
      ByteBuffer chunk = ByteBuffer.allocate(Float.BYTES * CHUNK);
      for (int from = 0; from < data.length; from += CHUNK) {
        int count = Math.min(CHUNK, data.length - from);
        chunk.clear();
        for (int i = from; i < from + count; i++) {
          chunk.putFloat(data[i]);
        }
        digest.update(chunk.flip());
      }
      bytes += (long) Float.BYTES * data.length;
    }

    /// The fingerprint of what was added.
    public DataFingerprint build() {
      return new DataFingerprint(name, bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  /// Whether the content is the same, under whatever name.
  public boolean sameContent(DataFingerprint other) {
    return bytes == other.bytes && sha256.equals(other.sha256);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
