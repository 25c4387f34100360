package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// What a tagger looks like around its recurrent layers: options of `train tagging`. Only picocli
/// writes the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class TaggingModelOptions {
  @Option(
      names = "--embedding",
      paramLabel = "N",
      description = "Numbers that stand for a word. Default: 100.")
  @Sets("model.words.embedding")
  private Integer embedding;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Word vectors to begin with, as text of word2vec or GloVe; only those of words in --train"
              + " are kept.")
  @Sets("vectors")
  private String vectors;

  @Option(
      names = "--min-count",
      paramLabel = "N",
      description = "How often a word must occur to be known. Default: 1.")
  @Sets("model.words.minimumCount")
  private Integer minimumCount;

  @Option(
      names = "--max-words",
      paramLabel = "N",
      description = "The most words that are known. Default: 400000.")
  @Sets("model.words.vocabulary")
  private Integer maximumWords;

  @Option(
      names = "--keep-case",
      description = "Words that differ in case are different words. Characters always see case.")
  @Sets(value = "model.words.lowerCase", off = true)
  private Boolean keepCase;

  @Option(names = "--keep-digits", description = "Words that differ in digits are different words.")
  @Sets(value = "model.words.foldDigits", off = true)
  private Boolean keepDigits;

  @Option(
      names = "--word-dropout",
      paramLabel = "RATE",
      description = "How often a word is taken for unknown in training. Default: 0.1.")
  @Sets("model.words.dropout")
  private Double wordDropout;

  @Option(
      names = "--character-embedding",
      paramLabel = "N",
      description =
          "Numbers that stand for a character; 0: words are not composed from characters. Default:"
              + " 25.")
  @Sets("model.characters.embedding")
  private Integer characterEmbedding;

  @Option(
      names = "--character-hidden",
      paramLabel = "N",
      split = ",",
      description = "Units of the LSTM that reads characters, in each direction. Default: 25.")
  @Sets("model.characters.layers.hidden")
  private List<Integer> characterHidden;

  @Option(names = "--one-direction", description = "The recurrent layers read forwards only.")
  @Sets(value = "model.recurrent.bidirectional", off = true)
  private Boolean oneDirection;

  @Option(
      names = "--output",
      paramLabel = "KIND",
      description =
          "How tags are chosen: crf, all of a sentence together, or softmax, each for itself."
              + " Default: crf.")
  @Sets("model.output")
  private String output;

  @Option(
      names = "--unconstrained",
      description = "Let the tagger write tags that break their scheme.")
  @Sets(value = "model.constrained", off = true)
  private Boolean unconstrained;

  @Option(
      names = "--select",
      paramLabel = "KIND",
      description =
          "How the best weights are known: score, by the F1 of the validation data, or loss."
              + " Default: score.")
  @Sets("model.selection")
  private String select;
}
