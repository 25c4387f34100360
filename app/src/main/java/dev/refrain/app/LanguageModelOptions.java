package dev.refrain.app;

import picocli.CommandLine.Option;

/// What a language model looks like around its recurrent layers: options of `train language`. Only
/// picocli writes the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class LanguageModelOptions {
  @Option(
      names = "--level",
      paramLabel = "char|word",
      description = "What is one token: a character or a word. Default: char.")
  @Sets("model.level")
  private String level;

  @Option(
      names = "--embedding",
      paramLabel = "N",
      description =
          "Numbers that stand for a token at the input; 0 for a one-hot input. Default: 0 "
              + "by character, 128 by word.")
  @Sets("model.embedding")
  private Integer embedding;

  @Option(names = "--tied", description = "The output layer shares the weights of the embedding.")
  @Sets("model.tied")
  private Boolean tied;

  @Option(
      names = "--bidirectional",
      description = "Refused here: a language model cannot read what is still to come.")
  @Sets("model.recurrent.bidirectional")
  private Boolean bidirectional;
}
