package dev.refrain.decode;

/// A sequence that a decoder wrote, with its probability and where the model looked for each token.
/// Immutable.
public final class Hypothesis {
  private final int[] tokens;
  private final boolean finished;
  private final double logProbability;
  private final double score;
  private final float[][] attention;

  Hypothesis(
      int[] tokens, boolean finished, double logProbability, double score, float[][] attention) {
    this.tokens = tokens;
    this.finished = finished;
    this.logProbability = logProbability;
    this.score = score;
    this.attention = attention;
  }

  /// The tokens, without those that begin and end the sequence (a copy).
  public int[] tokens() {
    return tokens.clone();
  }

  /// Whether the model ended the sequence; false if it was cut off at the maximum length.
  public boolean finished() {
    return finished;
  }

  /// The natural logarithm of the probability of the tokens and, if finished, of the one that ended
  /// them.
  public double logProbability() {
    return logProbability;
  }

  /// What the decoder ranked the sequence by; larger is better.
  public double score() {
    return score;
  }

  /// Where the model looked: for each token, and if finished for the one that ended them, a row of
  /// weights over the tokens of the source (a copy). Without attention there are no rows.
  public float[][] attention() {
    float[][] copy = attention.clone();
    for (int step = 0; step < copy.length; step++) {
      copy[step] = copy[step].clone();
    }
    return copy;
  }
}
