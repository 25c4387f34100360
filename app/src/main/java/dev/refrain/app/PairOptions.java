package dev.refrain.app;

import picocli.CommandLine.Option;

/// Which pairs are learned and which are held out: options of `train translation`. Only picocli
/// writes the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class PairOptions {
  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      description =
          "Sentence pairs in UTF-8, one a line: source, tab, target. It may be compressed (.gz).")
  @Sets("data.pairs")
  private String pairs;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description =
          "Instead: the sentences to read, one a line, and in --target their translations.")
  @Sets("data.source")
  private String source;

  @Option(
      names = "--target",
      paramLabel = "FILE",
      description = "The translations, line by line, of the sentences in --source.")
  @Sets("data.target")
  private String target;

  @Option(names = "--swap", description = "Learn the other direction: read targets, write sources.")
  @Sets("swap")
  private Boolean swap;

  @Option(
      names = "--validation",
      paramLabel = "PART",
      description =
          "The part of the pairs that is held out, all pairs of a sentence together. Default:"
              + " 0.05.")
  @Sets("model.validation")
  private Double validation;

  @Option(
      names = "--validation-pairs",
      paramLabel = "FILE",
      description = "Pairs to hold out, in a file of their own, as in --pairs.")
  @Sets("validation.pairs")
  private String validationPairs;

  @Option(
      names = "--validation-source",
      paramLabel = "FILE",
      description = "The same in two files, as in --source.")
  @Sets("validation.source")
  private String validationSource;

  @Option(
      names = "--validation-target",
      paramLabel = "FILE",
      description = "The same in two files, as in --target.")
  @Sets("validation.target")
  private String validationTarget;

  @Option(
      names = "--tutorial-filter",
      description =
          "Take only pairs of fewer than 10 words whose English side begins with \"i am\", \"he"
              + " is\", ..., as PyTorch's tutorial does.")
  @Sets("selection.tutorial")
  private Boolean tutorialFilter;

  @Option(
      names = "--filter-side",
      paramLabel = "SIDE",
      description =
          "--tutorial-filter: which side is English, source or target. Default: source, or target"
              + " with --swap.")
  @Sets("selection.side")
  private String filterSide;

  @Option(
      names = "--longest-words",
      paramLabel = "N",
      description =
          "Take only pairs whose sides have at most so many words and full stops; 0: all. Default:"
              + " 0, or 9 with --tutorial-filter.")
  @Sets("selection.longestWords")
  private Integer longestWords;

  @Option(names = "--batch", paramLabel = "N", description = "Pairs side by side. Default: 32.")
  @Sets("model.batch")
  private Integer batch;
}
