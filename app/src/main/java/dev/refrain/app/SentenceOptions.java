package dev.refrain.app;

import picocli.CommandLine.Option;

/// How sentences become tokens: options of `train translation`. Only picocli writes the fields, and
/// [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class SentenceOptions {
  @Option(
      names = "--unit",
      paramLabel = "KIND",
      description = "What is one token: word, char, or bpe (subwords learned here). Default: bpe.")
  @Sets("model.tokens.unit")
  private String unit;

  @Option(
      names = "--vocabulary",
      paramLabel = "N",
      description =
          "How many tokens are known at most. Default: 8000 subwords, 20000 words or 4096"
              + " characters.")
  @Sets("model.tokens.size")
  private Integer vocabulary;

  @Option(
      names = "--minimum-count",
      paramLabel = "N",
      description = "How often a token must occur to be known. Default: 2, and 1 for char.")
  @Sets("model.tokens.minimumCount")
  private Integer minimumCount;

  @Option(
      names = "--shared-vocabulary",
      description = "One vocabulary and one embedding for both languages.")
  @Sets("model.sharedVocabulary")
  private Boolean sharedVocabulary;

  @Option(names = "--lower-case", description = "Make all letters small.")
  @Sets("model.tokens.lowerCase")
  private Boolean lowerCase;

  @Option(names = "--strip-accents", description = "Take accents off their letters.")
  @Sets("model.tokens.stripAccents")
  private Boolean stripAccents;

  @Option(
      names = "--letters-only",
      description = "Keep letters and . ! ? only, as PyTorch's tutorial does.")
  @Sets("model.tokens.lettersOnly")
  private Boolean lettersOnly;

  @Option(
      names = "--maximum-length",
      paramLabel = "N",
      description = "The most tokens that a sentence to learn from may have. Default: 50.")
  @Sets("model.maximumLength")
  private Integer maximumLength;

  @Option(
      names = "--overlong",
      paramLabel = "KIND",
      description =
          "What becomes of pairs with a longer sentence: skip or truncate. Default: skip.")
  @Sets("model.overlong")
  private String overlong;
}
