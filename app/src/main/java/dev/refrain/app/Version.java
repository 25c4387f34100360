package dev.refrain.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/// Tells the version that Maven wrote into the application.
final class Version implements IVersionProvider {
  static String number() {
    try (InputStream file = Version.class.getResourceAsStream("version.txt")) {
      return file == null ? "unknown" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "unknown";
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "refrain "
          + number()
          + " (Java "
          + Runtime.version()
          + ", "
          + System.getProperty("os.arch")
          + ")"
    };
  }
}
