package dev.refrain.decode;

import dev.refrain.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/// Draws a sequence for each of a batch of sentences, all side by side. A sentence's draws come from
/// its own generator, so they do not depend on the sentences beside it.
///
/// @param sampling how a token is drawn
/// @param limits how long sequences may be
public record SequenceSampling(Sampling sampling, LengthLimits limits) {

  /// Draws a sequence for each sentence that `source` was made for. One that has not ended at the
  /// maximum length is cut off. Its score is its log-probability, as the model says.
  ///
  /// @param sourceLengths the length of each sentence, in positions of the attention
  /// @param rngs a generator for each sentence
  /// @return one sequence for each sentence
  /// @throws IllegalArgumentException if a log-probability is NaN, or no token may be drawn
  public List<Hypothesis> sample(
      StepSource source, TokenRoles roles, int[] sourceLengths, List<Rng> rngs) {
    StepHistory history = new StepHistory(sourceLengths);
    Hypothesis[] drawn = new Hypothesis[sourceLengths.length];
    StepRows rows = StepRows.first(sourceLengths.length, roles.begin());
    for (int step = 0; rows.size() > 0; step++) {
      StepScores scores = history.advance(source, rows);
      StepRows next = new StepRows(rows.size());
      for (int row = 0; row < rows.size(); row++) {
        int sentence = rows.sentence(row);
        boolean mayEnd = step >= limits.minimum();
        int token = sampling.draw(expected(scores, row, roles, mayEnd), rngs.get(sentence));
        double before = rows.logProbability(row);
        double with = before + scores.logProbabilities()[row * scores.vocabulary() + token];
        if (token == roles.end()) {
          drawn[sentence] = history.hypothesis(step, row, true, with, with);
        } else if (step == limits.maximum(sourceLengths[sentence])) {
          drawn[sentence] = history.hypothesis(step, row, false, before, before);
        } else {
          next.add(row, token, sentence, with);
        }
      }
      rows = next.complete();
    }
    return List.of(drawn);
  }

  /// The probabilities of the tokens that may be written.
  private static Distribution expected(
      StepScores scores, int row, TokenRoles roles, boolean mayEnd) {
    int start = row * scores.vocabulary();
    float[] logProbabilities =
        Arrays.copyOfRange(scores.logProbabilities(), start, start + scores.vocabulary());
    return Distribution.ofLogits(logProbabilities)
        .without(token -> !roles.allows(token) || (!mayEnd && token == roles.end()));
  }
}
