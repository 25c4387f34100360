package dev.refrain.decode;

/// What a [StepSource] expects next in each of its rows, and where it looked. The arrays belong to
/// the source, which may write over them in its next step; they may be longer than what is used.
public final class StepScores {
  private final int rows;
  private final int vocabulary;
  private final float[] logProbabilities;
  private final int positions;
  private final float[] attention;

  private StepScores(
      int rows, int vocabulary, float[] logProbabilities, int positions, float[] attention) {
    if (logProbabilities.length < (long) rows * vocabulary) {
      throw new IllegalArgumentException(
          "%d log-probabilities for %d rows of %d tokens"
              .formatted(logProbabilities.length, rows, vocabulary));
    }
    if (attention.length < (long) rows * positions) {
      throw new IllegalArgumentException(
          "%d attention weights for %d rows of %d positions"
              .formatted(attention.length, rows, positions));
    }
    this.rows = rows;
    this.vocabulary = vocabulary;
    this.logProbabilities = logProbabilities;
    this.positions = positions;
    this.attention = attention;
  }

  /// The scores of a model without attention.
  ///
  /// @param logProbabilities natural logarithms of probabilities, `[rows, vocabulary]`
  /// @throws IllegalArgumentException if the array is too short
  public static StepScores of(int rows, int vocabulary, float[] logProbabilities) {
    return new StepScores(rows, vocabulary, logProbabilities, 0, new float[0]);
  }

  /// The same with attention.
  ///
  /// @param newPositions S, the positions of the longest source sentence in the batch
  /// @param weights `[rows, S]`; 0 at padding
  /// @throws IllegalArgumentException if the array is too short
  public StepScores withAttention(int newPositions, float[] weights) {
    return new StepScores(rows, vocabulary, logProbabilities, newPositions, weights);
  }

  /// How many sequences stand side by side.
  public int rows() {
    return rows;
  }

  /// How many tokens there are.
  public int vocabulary() {
    return vocabulary;
  }

  /// Natural logarithms of probabilities, `[rows, vocabulary]`; not a copy.
  public float[] logProbabilities() {
    return logProbabilities;
  }

  /// S, how many source positions there are weights for; 0 without attention.
  public int positions() {
    return positions;
  }

  /// Attention weights, `[rows, S]`; not a copy.
  public float[] attention() {
    return attention;
  }
}
