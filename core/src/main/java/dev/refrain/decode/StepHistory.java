package dev.refrain.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// All steps of a decoding, as rows that point back to the rows they went on from. So a hypothesis
/// is a step and a row, and is put together only when it is wanted.
final class StepHistory {
  private final int[] sourceLengths;
  private final List<Step> steps = new ArrayList<>();

  private static final class Step {
    final StepRows rows;
    final int positions;
    final float[] attention;

    Step(StepRows rows, StepScores scores) {
      this.rows = rows;
      this.positions = scores.positions();
      this.attention = Arrays.copyOf(scores.attention(), scores.rows() * scores.positions());
    }
  }

  /// @param sourceLengths the length of each sentence
  StepHistory(int[] sourceLengths) {
    this.sourceLengths = sourceLengths;
  }

  /// Takes a step and remembers it.
  ///
  /// @throws IllegalArgumentException if the source's attention does not reach over all sentences
  StepScores advance(StepSource source, StepRows rows) {
    StepScores scores = source.advance(rows.from(), rows.tokens());
    for (int row = 0; row < rows.size() && scores.positions() > 0; row++) {
      int sourceLength = sourceLengths[rows.sentence(row)];
      if (sourceLength > scores.positions()) {
        throw new IllegalArgumentException(
            "a sentence of %d tokens, but attention over %d positions"
                .formatted(sourceLength, scores.positions()));
      }
    }
    steps.add(new Step(rows, scores));
    return scores;
  }

  /// The hypothesis that a row stood for after `step`: the tokens it had read by then, without the
  /// one that begins a sequence.
  ///
  /// @param finished whether the token that ends a sequence was written then
  Hypothesis hypothesis(int step, int row, boolean finished, double logProbability, double score) {
    int sourceLength = sourceLengths[steps.get(step).rows.sentence(row)];
    int[] tokens = new int[step];
    boolean looks = steps.get(step).positions > 0;
    float[][] attention = new float[looks ? (finished ? step + 1 : step) : 0][];
    int at = row;
    for (int i = step; i >= 0; i--) {
      Step current = steps.get(i);
      if (i > 0) {
        tokens[i - 1] = current.rows.tokens()[at];
      }
      if (i < attention.length) {
        int start = at * current.positions;
        attention[i] = Arrays.copyOfRange(current.attention, start, start + sourceLength);
      }
      at = current.rows.from()[at];
    }
    return new Hypothesis(tokens, finished, logProbability, score, attention);
  }
}
