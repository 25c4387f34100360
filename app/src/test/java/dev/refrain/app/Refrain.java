package dev.refrain.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The command line as a process of its own, as a user meets it.
///
/// ```java
/// var outcome = Refrain.command("generate", "model").run();
/// ```
final class Refrain {
  private static final long PATIENCE_SECONDS = 120;

  private final List<String> javaOptions = new ArrayList<>();
  private final List<String> arguments;
  private Path folder;
  private byte[] input = {};

  /// What a process that has ended leaves behind. The notice of the JDK about the incubating Vector
  /// API, which no program can prevent, is left out of `error`.
  record Outcome(int exitCode, String output, String error) {
    @Override
    public String toString() {
      return "exit code %d%n--- output%n%s%n--- error%n%s".formatted(exitCode, output, error);
    }
  }

  private Refrain(List<String> arguments) {
    this.arguments = arguments;
  }

  static Refrain command(String... arguments) {
    return new Refrain(List.of(arguments));
  }

  /// The folder that relative paths start from.
  Refrain in(Path workingFolder) {
    folder = workingFolder;
    return this;
  }

  Refrain reading(String standardInput) {
    return reading(standardInput, StandardCharsets.UTF_8);
  }

  Refrain reading(String standardInput, Charset charset) {
    input = standardInput.getBytes(charset);
    return this;
  }

  Refrain java(String... options) {
    javaOptions.addAll(List.of(options));
    return this;
  }

  /// The whole command line, java included.
  List<String> words() {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A process of two seconds has no use for the second compiler.
    words.addAll(List.of("-ea", "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Dstdout.encoding=UTF-8"));
    words.addAll(List.of("-Dstderr.encoding=UTF-8", "-Dnative.encoding=UTF-8"));
    words.addAll(javaOptions);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.refrain.app.Main"));
    words.addAll(arguments);
    return words;
  }

  /// Runs to the end.
  Outcome run() {
    try (var running = start()) {
      return running.await();
    }
  }

  Running start() {
    try {
      var builder = new ProcessBuilder(words());
      if (folder != null) {
        builder.directory(folder.toFile());
      }
      builder.environment().put("TERM", "dumb");
      Process process = builder.start();
      var running = new Running(process);
      process.getOutputStream().write(input);
      process.getOutputStream().close();
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A process at work.
  static final class Running implements AutoCloseable {
    private final Process process;
    private final Collector output;
    private final Collector error;

    private Running(Process process) {
      this.process = process;
      this.output = new Collector(process.getInputStream());
      this.error = new Collector(process.getErrorStream());
    }

    /// Waits until standard output contains `part`.
    void awaitOutput(String part) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!output.text().contains(part)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("no '" + part + "' came; " + await());
        }
        pause();
      }
    }

    /// Waits until a file exists.
    void awaitFile(Path file) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!Files.exists(file)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("no file " + file + " came; " + await());
        }
        pause();
      }
    }

    private static void pause() {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /// Sends a signal by name: `INT`, `KILL`.
    void signal(String name) {
      try {
        int code =
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
          throw new AssertionError("kill -" + name + " failed: the process has already ended");
        }
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    Outcome await() {
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              "the process did not end; output:\n" + output.text() + "\nerror:\n" + error.text());
        }
        output.join();
        error.join();
        String complaints =
            error
                .text()
                .lines()
                .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                .collect(Collectors.joining("\n"));
        return new Outcome(process.exitValue(), output.text(), complaints);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /// Reads a stream on a thread of its own, so that the process never waits for us.
  private static final class Collector {
    private final StringBuilder text = new StringBuilder();
    private final Thread thread;

    Collector(InputStream stream) {
      this.thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var reader =
                        new java.io.InputStreamReader(stream, StandardCharsets.UTF_8)) {
                      char[] buffer = new char[1 << 12];
                      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                        synchronized (text) {
                          text.append(buffer, 0, n);
                        }
                      }
                    } catch (IOException e) {
                      // the process was killed
                    }
                  });
    }

    String text() {
      synchronized (text) {
        return text.toString();
      }
    }

    void join() throws InterruptedException {
      thread.join();
    }
  }
}
