package dev.refrain.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Small texts and models for tests that train.
final class Texts {
  /// A model so small that an epoch takes no time, on all options that a test does not care about.
  private static final Map<String, String> TINY =
      Map.of("--hidden", "6", "--length", "12", "--batch", "4", "--shards", "2", "--epochs", "2");

  private Texts() {}

  /// Writes a text of so many lines, all different.
  static Path write(Path folder, String name, int lines) {
    var text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append("The ").append(i % 7).append(" whales swam past ship ").append(i).append(".\n");
    }
    try {
      return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `train language` on a text with a tiny model, but for what `more` says.
  static Refrain training(Path text, Path out, String... more) {
    var words = new ArrayList<String>(List.of("train", "language"));
    words.addAll(List.of("--text", text.toString(), "--out", out.toString()));
    List<String> others = List.of(more);
    TINY.forEach(
        (option, value) -> {
          if (!others.contains(option)) {
            words.addAll(List.of(option, value));
          }
        });
    words.addAll(others);
    return Refrain.command(words.toArray(String[]::new));
  }

  /// A model folder made with [#training].
  static Path model(Path folder, String... more) {
    Path model = folder.resolve("model");
    Refrain.Outcome outcome = training(write(folder, "text.txt", 40), model, more).run();
    if (outcome.exitCode() != 0) {
      throw new AssertionError(outcome.toString());
    }
    return model;
  }
}
