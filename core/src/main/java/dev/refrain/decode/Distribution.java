package dev.refrain.decode;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// The probabilities of the next token, one for each token number. Immutable.
public final class Distribution {
  private final float[] logProbabilities;

  private Distribution(float[] logProbabilities) {
    this.logProbabilities = logProbabilities;
  }

  /// The softmax of a model's logits.
  ///
  /// @throws IllegalArgumentException if there is none, or one is NaN or +∞, or all are -∞
  public static Distribution ofLogits(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int id = 0; id < logits.length; id++) {
      if (Float.isNaN(logits[id]) || logits[id] == Float.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "the logit of token %d is %s: the model's weights are damaged or its training diverged"
                .formatted(id, logits[id]));
      }
      largest = Math.max(largest, logits[id]);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("none of %d tokens is possible".formatted(logits.length));
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    double logSum = largest + Math.log(sum);
    float[] normalized = new float[logits.length];
    for (int id = 0; id < logits.length; id++) {
      normalized[id] = (float) (logits[id] - logSum);
    }
    return new Distribution(normalized);
  }

  /// How many tokens there are.
  public int size() {
    return logProbabilities.length;
  }

  /// The natural logarithm of a token's probability.
  public double logProbability(int id) {
    return logProbabilities[id];
  }

  /// A token's probability.
  public double probability(int id) {
    return Math.exp(logProbabilities[id]);
  }

  /// The sum of the probabilities of the tokens for which `which` holds.
  public double probability(IntPredicate which) {
    double sum = 0;
    for (int id = 0; id < logProbabilities.length; id++) {
      if (which.test(id)) {
        sum += probability(id);
      }
    }
    return sum;
  }

  /// The same without the tokens for which `excluded` holds; the others share their probability.
  ///
  /// @throws IllegalArgumentException if no possible token is left
  public Distribution without(IntPredicate excluded) {
    float[] rest = logProbabilities.clone();
    for (int id = 0; id < rest.length; id++) {
      if (excluded.test(id)) {
        rest[id] = Float.NEGATIVE_INFINITY;
      }
    }
    return ofLogits(rest);
  }

  /// The numbers of the likeliest possible tokens, likeliest first, equally likely ones by number;
  /// at most `count`.
  public int[] likeliest(int count) {
    long[] keys = new long[logProbabilities.length];
    int possible = 0;
    for (int id = 0; id < keys.length; id++) {
      if (logProbabilities[id] > Float.NEGATIVE_INFINITY) {
        // log-probabilities are at most about 0, so larger ones have smaller bits without the sign
        int rank = Float.floatToRawIntBits(Math.min(logProbabilities[id], -0f)) & Integer.MAX_VALUE;
        keys[possible++] = (long) rank << 32 | id;
      }
    }
    Arrays.sort(keys, 0, possible);
    int[] ids = new int[Math.min(count, possible)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) keys[i];
    }
    return ids;
  }
}
