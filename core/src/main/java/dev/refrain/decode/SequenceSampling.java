package dev.refrain.decode;

import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Draws a sequence for each of a batch of sentences, all side by side. A sentence's draws come from
/// its own generator, so they do not depend on the sentences beside it.
///
/// @param sampling how a token is drawn
/// @param limits how long sequences may be
public record SequenceSampling(Sampling sampling, LengthLimits limits) {

  /// Draws a sequence for each sentence that `source` was made for. One that has not ended at the
  /// maximum length is cut off. Its score is its log-probability, as the model says.
  ///
  /// @param sourceLengths the length of each sentence
  /// @param rngs a generator for each sentence
  /// @throws IllegalArgumentException if a log-probability is NaN, or no token may be drawn
  public List<Hypothesis> sample(
      StepSource source, TokenRoles roles, int[] sourceLengths, List<Rng> rngs) {
    int sentences = sourceLengths.length;
    StepHistory history = new StepHistory();
    Hypothesis[] drawn = new Hypothesis[sentences];
    double[] logProbabilities = new double[sentences];
    int[] alive = IntStream.range(0, sentences).toArray(); // the sentence of each row
    int[] from = alive;
    int[] tokens = new int[sentences];
    Arrays.fill(tokens, roles.begin());
    for (int step = 0; alive.length > 0; step++) {
      StepScores scores = source.advance(from, tokens);
      history.add(from, tokens, scores);
      int[] nextAlive = new int[alive.length];
      int[] nextFrom = new int[alive.length];
      int[] nextTokens = new int[alive.length];
      int rows = 0;
      for (int row = 0; row < alive.length; row++) {
        int sentence = alive[row];
        int length = sourceLengths[sentence];
        Distribution next = expected(scores, row, roles, step >= limits.minimum());
        int token = sampling.draw(next, rngs.get(sentence));
        boolean ends = token == roles.end();
        double with =
            logProbabilities[sentence]
                + scores.logProbabilities()[row * scores.vocabulary() + token];
        if (ends) {
          drawn[sentence] = history.hypothesis(step, row, length, true, with, with);
        } else if (step == limits.maximum(length)) {
          double before = logProbabilities[sentence];
          drawn[sentence] = history.hypothesis(step, row, length, false, before, before);
        } else {
          logProbabilities[sentence] = with;
          nextAlive[rows] = sentence;
          nextFrom[rows] = row;
          nextTokens[rows++] = token;
        }
      }
      alive = Arrays.copyOf(nextAlive, rows);
      from = Arrays.copyOf(nextFrom, rows);
      tokens = Arrays.copyOf(nextTokens, rows);
    }
    return new ArrayList<>(Arrays.asList(drawn));
  }

  private static Distribution expected(
      StepScores scores, int row, TokenRoles roles, boolean mayEnd) {
    int start = row * scores.vocabulary();
    float[] row0 =
        Arrays.copyOfRange(scores.logProbabilities(), start, start + scores.vocabulary());
    return Distribution.ofLogits(row0)
        .without(token -> !roles.allows(token) || (!mayEnd && token == roles.end()));
  }
}
