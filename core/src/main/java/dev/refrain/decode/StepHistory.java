package dev.refrain.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// All steps of a decoding, as rows that point back to the rows they went on from. So a hypothesis
/// is a step and a row, and is put together only when it is wanted.
final class StepHistory {
  private final List<Step> steps = new ArrayList<>();

  private static final class Step {
    final int[] from;
    final int[] tokens;
    final int positions;
    final float[] attention;

    Step(int[] from, int[] tokens, StepScores scores) {
      this.from = from;
      this.tokens = tokens;
      this.positions = scores.positions();
      this.attention = Arrays.copyOf(scores.attention(), scores.rows() * scores.positions());
    }
  }

  /// Adds a step.
  ///
  /// @param from the row of the step before, for each row; kept
  /// @param tokens the token each row read; kept
  /// @param scores what came of it; the attention is copied
  void add(int[] from, int[] tokens, StepScores scores) {
    steps.add(new Step(from, tokens, scores));
  }

  /// The hypothesis that a row stood for after `step`: the tokens it had read by then, without the
  /// one that begins a sequence.
  ///
  /// @param finished whether the token that ends a sequence was written then
  Hypothesis hypothesis(
      int step, int row, int sourceLength, boolean finished, double logProbability, double score) {
    int[] tokens = new int[step];
    boolean looks = steps.get(0).positions > 0;
    float[][] attention = new float[looks ? (finished ? step + 1 : step) : 0][];
    int at = row;
    for (int i = step; i >= 0; i--) {
      Step current = steps.get(i);
      if (i > 0) {
        tokens[i - 1] = current.tokens[at];
      }
      if (i < attention.length) {
        int start = at * current.positions;
        attention[i] = Arrays.copyOfRange(current.attention, start, start + sourceLength);
      }
      at = current.from[at];
    }
    return new Hypothesis(tokens, finished, logProbability, score, attention);
  }
}
