package dev.refrain.nn.crf;

import java.util.Arrays;

/// All sequences of tags at once, for one sentence: the forward algorithm, and the marginal
/// probabilities that the backward algorithm adds (Rabiner 1989). Everything is kept as logarithms.
///
/// A step is a sum over the K tags before, for each of K: `α[j] = e[j] + log Σ_i exp(α'[i] + A[i,j])`.
/// It is computed as a product, `m + log Σ_i exp(α'[i] − m) · exp(A[i,j])` with m the greatest α', so
/// that it takes K exponentials, not K². Where such products leave the range of double it is done as it is
/// written.
///
/// Works on arrays of its own that grow with the longest sentence: no objects for a step.
final class ForwardBackward {
  /// Below this a sum of products of exponentials has lost digits.
  private static final double SMALLEST_SUM = 1e-250;

  /// Above this the factor that goes with such products may not be a number any more.
  private static final double GREATEST_SCALE = 500;

  private final int tags;
  private double[] alphas = {}; // [T, K]
  private double[] weights = {}; // exp(α − their greatest), [T, K]
  private double[] greatest = {}; // of the α of each step
  private final double[] sums;
  private final double[] beta;
  private final double[] ahead;
  private final double[] aheadWeights;

  ForwardBackward(int tags) {
    this.tags = tags;
    sums = new double[tags];
    beta = new double[tags];
    ahead = new double[tags];
    aheadWeights = new double[tags];
  }

  /// `log Z`: the logarithm of the sum of `exp(score)` over all allowed sequences.
  ///
  /// @param emissions `[steps, K]`
  /// @return −∞ if none is allowed
  double forward(ChainScores scores, double[] emissions, int steps) {
    if (greatest.length < steps) {
      alphas = new double[steps * tags];
      weights = new double[steps * tags];
      greatest = new double[steps];
    }
    for (int j = 0; j < tags; j++) {
      alphas[j] = scores.start[j] + emissions[j];
    }
    for (int t = 1; t < steps; t++) {
      weigh(t - 1);
      Arrays.fill(sums, 0);
      for (int i = 0; i < tags; i++) {
        double weight = weights[(t - 1) * tags + i];
        for (int j = 0; j < tags; j++) {
          sums[j] += weight * scores.factors[i * tags + j];
        }
      }
      for (int j = 0; j < tags; j++) {
        double log =
            sums[j] > SMALLEST_SUM && !scores.extreme
                ? greatest[t - 1] + Math.log(sums[j])
                : logSumInto(scores, (t - 1) * tags, j);
        alphas[t * tags + j] = emissions[t * tags + j] + log;
      }
    }
    weigh(steps - 1);
    for (int j = 0; j < tags; j++) {
      sums[j] = alphas[(steps - 1) * tags + j] + scores.end[j];
    }
    return logSum(sums);
  }

  private void weigh(int t) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < tags; i++) {
      most = Math.max(most, alphas[t * tags + i]);
    }
    greatest[t] = most;
    for (int i = 0; i < tags; i++) {
      weights[t * tags + i] =
          most == Double.NEGATIVE_INFINITY ? 0 : exp(alphas[t * tags + i] - most);
    }
  }

  private double logSumInto(ChainScores scores, int from, int j) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < tags; i++) {
      most = Math.max(most, alphas[from + i] + scores.transitions[i * tags + j]);
    }
    if (most == Double.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    for (int i = 0; i < tags; i++) {
      sum += exp(alphas[from + i] + scores.transitions[i * tags + j] - most);
    }
    return most + Math.log(sum);
  }

  /// Behind [#forward] of the same sentence: writes the probability of each tag at each step, and
  /// adds up how often each transition is to be expected.
  ///
  /// @param logSum what [#forward] gave
  /// @param marginals `[steps, K]`, overwritten
  /// @param transitions `[K, K]`, added to; null if nobody asks
  void backward(
      ChainScores scores,
      double[] emissions,
      int steps,
      double logSum,
      double[] marginals,
      double[] transitions) {
    System.arraycopy(scores.end, 0, beta, 0, tags);
    for (int t = steps - 1; t >= 0; t--) {
      for (int j = 0; j < tags; j++) {
        marginals[t * tags + j] = exp(alphas[t * tags + j] + beta[j] - logSum);
      }
      if (t > 0) {
        double most = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < tags; j++) {
          ahead[j] = emissions[t * tags + j] + beta[j];
          most = Math.max(most, ahead[j]);
        }
        for (int j = 0; j < tags; j++) {
          aheadWeights[j] = exp(ahead[j] - most);
        }
        if (transitions != null) {
          count(scores, t, most, logSum, transitions);
        }
        stepBack(scores, most);
      }
    }
  }

  /// `β'[i] = log Σ_j exp(A[i,j] + e[j] + β[j])`.
  private void stepBack(ChainScores scores, double most) {
    for (int i = 0; i < tags; i++) {
      double sum = 0;
      for (int j = 0; j < tags; j++) {
        sum += scores.factors[i * tags + j] * aheadWeights[j];
      }
      if (sum > SMALLEST_SUM && !scores.extreme) {
        beta[i] = most + Math.log(sum);
      } else {
        for (int j = 0; j < tags; j++) {
          sums[j] = scores.transitions[i * tags + j] + ahead[j];
        }
        beta[i] = logSum(sums);
      }
    }
  }

  /// Adds the probability of each pair of tags at `t − 1` and `t`.
  private void count(ChainScores scores, int t, double most, double logSum, double[] transitions) {
    double scale = greatest[t - 1] + most - logSum;
    if (scale < GREATEST_SCALE && !scores.extreme) {
      double factor = Math.exp(scale);
      for (int i = 0; i < tags; i++) {
        double before = weights[(t - 1) * tags + i] * factor;
        for (int j = 0; j < tags; j++) {
          transitions[i * tags + j] += before * scores.factors[i * tags + j] * aheadWeights[j];
        }
      }
    } else {
      for (int i = 0; i < tags; i++) {
        double before = alphas[(t - 1) * tags + i] - logSum;
        for (int j = 0; j < tags; j++) {
          transitions[i * tags + j] += exp(before + scores.transitions[i * tags + j] + ahead[j]);
        }
      }
    }
  }

  private static double logSum(double[] logs) {
    double most = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      most = Math.max(most, log);
    }
    if (most == Double.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    for (double log : logs) {
      sum += exp(log - most);
    }
    return most + Math.log(sum);
  }

  /// Spares the call where there is nothing to be had.
  private static double exp(double x) {
    return x < -745 ? 0 : Math.exp(x);
  }
}
