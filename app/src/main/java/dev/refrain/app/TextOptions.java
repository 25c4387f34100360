package dev.refrain.app;

import picocli.CommandLine.Option;

/// What is read, and how it is cut: options of `train language`. Only picocli writes
/// the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class TextOptions {
  @Option(names = "--text", paramLabel = "FILE", description = "The text to learn from, in UTF-8.")
  @Sets("text")
  private String text;

  @Option(
      names = "--feed",
      paramLabel = "KIND",
      description =
          "windows in random order, or a continuous stream with the state carried on. "
              + "Default: windows.")
  @Sets("model.feed")
  private String feed;

  @Option(
      names = "--length",
      paramLabel = "N",
      description =
          "Tokens of a window, or of a piece of the stream. Default: 60 by character, 20 "
              + "by word.")
  @Sets("model.length")
  private Integer length;

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "How far apart windows begin; 0: as far as they are long. Default: 0.")
  @Sets("model.step")
  private Integer step;

  @Option(
      names = "--targets",
      paramLabel = "KIND",
      description = "Which positions of a window predict: every, or only the last. Default: every.")
  @Sets("model.targets")
  private String targets;

  @Option(names = "--batch", paramLabel = "N", description = "Sequences side by side. Default: 32.")
  @Sets("model.batch")
  private Integer batch;

  @Option(
      names = "--validation",
      paramLabel = "PART",
      description = "The part at the end of the text that is held out. Default: 0.1.")
  @Sets("model.validation")
  private Double validation;

  @Option(
      names = "--min-count",
      paramLabel = "N",
      description = "By word: how often a word must occur to be known. Default: 2.")
  @Sets("model.minimumCount")
  private Integer minCount;

  @Option(
      names = "--max-words",
      paramLabel = "N",
      description = "By word: how many words are known at most. Default: 20000.")
  @Sets("model.maximumWords")
  private Integer maxWords;

  @Option(
      names = "--lines",
      paramLabel = "KIND",
      description = "By word: keep single line ends as tokens, or join lines. Default: keep.")
  @Sets("model.lines")
  private String lines;
}
