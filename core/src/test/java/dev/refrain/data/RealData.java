package dev.refrain.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The data sets that lie beside the repository, in `../shared/data`; tests that need one are
/// skipped where it is not there.
public final class RealData {
  private RealData() {}

  /// A file of the data sets.
  public static Path file(String name) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    Path file = folder.resolve("../shared/data").resolve(name).normalize();
    assumeTrue(Files.exists(file), () -> "skipped: there is no " + file);
    return file;
  }

  public static Path mobyDick() {
    return file("moby-dick/2701-0.txt");
  }

  public static Path tinyShakespeare() {
    return file("tiny-shakespeare/input.txt");
  }
}
