package dev.refrain.task.language;

/// How well a language model predicts a text. The text is read from its beginning, and every token
/// but the first is predicted from those before it.
///
/// To use all cores, the text is predicted in stretches of [#STRETCH] tokens. Each stretch but the
/// first begins by reading the [#WARM_UP] tokens before it, from an empty state, without counting
/// them. So the result is that of one long reading except for what a state carries further than
/// that; it depends on the text and the model alone, never on a batch size or on threads.
///
/// A character that a model of characters does not know is read as nothing, and not predicted: such
/// a model cannot have an opinion on it. See [#unknownRate].
///
/// @param predictions how many tokens were predicted
/// @param characters how many characters (code points) these tokens stand for
/// @param unknown how many of the text's tokens are not in the vocabulary
/// @param tokens how many tokens the text has
/// @param nats the sum of −log p over all predictions
public record Evaluation(
    long predictions, long characters, long unknown, long tokens, double nats) {
  /// How many tokens one row predicts.
  public static final int STRETCH = 1024;

  /// How many tokens a row reads before those it predicts.
  public static final int WARM_UP = 256;

  /// Nats per token: what training calls its loss.
  public double natsPerToken() {
    return nats / predictions;
  }

  /// Nats per character of the text, by which models of characters and of words can be compared. A
  /// word model pays only for saying "unknown", not for spelling the word, so see
  /// [#unknownRate] too.
  public double natsPerCharacter() {
    return nats / characters;
  }

  /// Bits per character of the text.
  public double bitsPerCharacter() {
    return natsPerCharacter() / Math.log(2);
  }

  /// Perplexity per token: for a word model, among how many equally likely words it chooses.
  public double perplexity() {
    return Math.exp(natsPerToken());
  }

  /// The part of the text's tokens that are not in the vocabulary.
  public double unknownRate() {
    return (double) unknown / tokens;
  }
}
