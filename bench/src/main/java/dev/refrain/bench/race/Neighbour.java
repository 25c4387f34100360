package dev.refrain.bench.race;

import java.io.IOException;
import java.nio.file.Path;

/// Another program on the same machine that keeps one core busy.
record Neighbour(Process process) implements AutoCloseable {

  /// Starts one.
  static Neighbour start() throws IOException {
    return new Neighbour(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Neighbour.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /// Computes until it is ended.
  public static void main(String[] arguments) {
    double value = 1;
    while (!Double.isNaN(value)) {
      value = Math.cos(value);
    }
    System.out.println(value);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
