package dev.refrain.app;

import picocli.CommandLine.Option;

/// How texts become tokens: options of `train classification`. Only picocli writes the fields, and
/// [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class ClassifiedTextOptions extends TokenOptions {
  @Option(
      names = "--maximum-length",
      paramLabel = "N",
      description = "The most tokens of a text that are read; 0: all. Default: 500.")
  @Sets("model.maximumLength")
  private Integer maximumLength;
}
