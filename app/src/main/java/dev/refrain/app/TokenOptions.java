package dev.refrain.app;

import picocli.CommandLine.Option;

/// How texts become tokens: options that several tasks share. Only picocli writes the fields, and
/// [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
abstract class TokenOptions {
  @Option(
      names = "--unit",
      paramLabel = "KIND",
      description =
          "What is one token: word, char, or bpe (subwords learned here). Default: bpe for"
              + " translation, else word.")
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
}
