package dev.refrain.app;

import picocli.CommandLine.Option;

/// How sentences become tokens, and which are taken: options of `train translation`. Only picocli
/// writes the fields, and
/// [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class SentenceOptions extends TokenOptions {
  @Option(
      names = "--shared-vocabulary",
      description = "One vocabulary and one embedding for both languages.")
  @Sets("model.sharedVocabulary")
  private Boolean sharedVocabulary;

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
