package dev.refrain.nn.crf;

import dev.refrain.tensor.Tensor;
import java.util.Arrays;

/// A [Crf] that meets a sentence step by step: how probable each tag of the last step is, given the
/// emissions so far and nothing of what is still to come. A step allocates nothing.
public final class ChainFilter {
  private final ChainScores scores;
  private final double[] emissions;
  private final double[] logs; // of the probabilities, [K]
  private final double[] next;
  private boolean begun;

  ChainFilter(ChainScores scores) {
    this.scores = scores;
    emissions = new double[scores.tags];
    logs = new double[scores.tags];
    next = new double[scores.tags];
  }

  /// Takes a step of the forward algorithm.
  ///
  /// @param emission `[K]`
  /// @return the most probable tag of this step
  public int push(Tensor emission) {
    int tags = scores.tags;
    for (int j = 0; j < tags; j++) {
      emissions[j] = emission.get(j);
    }
    for (int j = 0; j < tags; j++) {
      next[j] = emissions[j] + (begun ? into(j) : scores.start[j]);
    }
    double sum = logSum(next, 0, null, 0);
    int best = 0;
    for (int j = 0; j < tags; j++) {
      logs[j] = next[j] - sum;
      best = logs[j] > logs[best] ? j : best;
    }
    begun = true;
    return best;
  }

  private double into(int j) {
    return logSum(logs, j, scores.transitions, scores.tags);
  }

  /// `log Σ_i exp(logs[i] + more[first + i · stride])`.
  private static double logSum(double[] logs, int first, double[] more, int stride) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      most = Math.max(most, logs[i] + (more == null ? 0 : more[first + i * stride]));
    }
    if (most == Double.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      sum += Math.exp(logs[i] + (more == null ? 0 : more[first + i * stride]) - most);
    }
    return most + Math.log(sum);
  }

  /// How probable a tag of the last step is.
  public double probability(int tag) {
    return begun ? Math.exp(logs[tag]) : 0;
  }

  /// Begins a new sentence.
  public void reset() {
    begun = false;
    Arrays.fill(logs, 0);
  }

  /// Goes over to where another filter of the same chain stands.
  public void goTo(ChainFilter other) {
    System.arraycopy(other.logs, 0, logs, 0, logs.length);
    begun = other.begun;
  }
}
