package dev.refrain.app;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// How a run of `train classification` is carried out.
final class ClassificationRunOptions extends RunOptions {
  @Option(
      names = "--held-out",
      paramLabel = "FILE",
      description = "Write the held-out texts to this file (.tsv), to evaluate on them later.")
  private Path heldOut;

  /// The file to write the held-out texts to; null for none.
  Path heldOut() {
    return heldOut;
  }

  @Override
  List<String> repeatedOfTask() {
    return List.of();
  }
}
