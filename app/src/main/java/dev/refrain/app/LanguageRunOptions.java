package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// How a run of `train language` is carried out.
final class LanguageRunOptions extends RunOptions {
  @Option(
      names = "--sample",
      paramLabel = "PROMPT",
      description = "After each epoch, show how the model goes on from this text.")
  private String sample;

  /// What the model is to go on from after each epoch; null for nothing.
  String sample() {
    return sample;
  }

  @Override
  List<String> repeatedOfTask() {
    return sample == null ? List.of() : List.of("--sample", sample);
  }
}
