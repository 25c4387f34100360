package dev.refrain.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Standard output that does not swallow its failures as `System.out` does: a reader that has gone
/// is [OutputClosed], a full disk an [UncheckedIOException].
final class StandardOutput extends OutputStream {
  private final OutputStream target = new FileOutputStream(FileDescriptor.out);

  private StandardOutput() {}

  /// Puts this in the place of `System.out`, and makes both streams write UTF-8 where the locale
  /// says nothing better (the texts are UTF-8, whatever the locale).
  static void install() {
    System.setOut(new PrintStream(new StandardOutput(), false, charset("stdout.encoding")));
    System.setErr(
        new PrintStream(
            new FileOutputStream(FileDescriptor.err), true, charset("stderr.encoding")));
  }

  private static Charset charset(String property) {
    Charset charset = Charset.forName(System.getProperty(property, "UTF-8"));
    return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
  }

  @Override
  public void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    try {
      target.write(bytes, from, length);
    } catch (IOException failure) {
      String reason = String.valueOf(failure.getMessage());
      if (reason.contains("Broken pipe") || reason.contains("pipe is being closed")) {
        throw new OutputClosed(failure);
      }
      throw new UncheckedIOException("standard output: " + reason, failure);
    }
  }
}
