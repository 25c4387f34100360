package dev.refrain.app;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// How a run of `train translation` is carried out.
final class TranslationRunOptions extends RunOptions {
  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "After each epoch, translate so many held-out sentences. Default: 0.")
  private int samples;

  @Option(
      names = "--held-out",
      paramLabel = "FILE",
      description = "Write the held-out pairs to this file, to evaluate on them later.")
  private Path heldOut;

  /// How many held-out sentences are translated after each epoch.
  int samples() {
    return samples;
  }

  /// The file to write the held-out pairs to; null for none.
  Path heldOut() {
    return heldOut;
  }

  @Override
  void check() {
    super.check();
    if (samples < 0) {
      throw new WrongUsage("--sample is " + samples + ", it must be 0 or more");
    }
  }

  @Override
  List<String> repeatedOfTask() {
    return samples == 0 ? List.of() : List.of("--sample", Integer.toString(samples));
  }
}
