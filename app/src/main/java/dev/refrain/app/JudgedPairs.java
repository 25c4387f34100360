package dev.refrain.app;

import dev.refrain.data.PairFile;
import picocli.CommandLine.Option;

/// Where the sentence pairs are that a model is judged by.
final class JudgedPairs {
  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      description = "Pairs, on each line a sentence, a tab and its translation.")
  private String pairs = "";

  @Option(names = "--swap", description = "The pairs are read for the other direction.")
  private boolean swap;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "Sentences, one a line; --target holds their translations.")
  private String source = "";

  @Option(
      names = "--target",
      paramLabel = "FILE",
      description = "The right translations of the sentences in --source.")
  private String target = "";

  private PairPlace place() {
    return new PairPlace(pairs, source, target);
  }

  /// Reads the pairs.
  ///
  /// @throws WrongUsage if the options do not say which
  /// @throws dev.refrain.data.DataException if they cannot be read
  PairFile read() {
    PairPlace place = place();
    if (!place.isGiven()) {
      throw new WrongUsage("--pairs is missing: the file with the pairs, or --source and --target");
    }
    try {
      place.check("--");
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(e.getMessage(), e);
    }
    PairFile file = place.read();
    return swap ? file.swapped() : file;
  }
}
