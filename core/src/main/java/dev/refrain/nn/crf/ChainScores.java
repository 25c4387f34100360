package dev.refrain.nn.crf;

import dev.refrain.tensor.Tensor;

/// The scores of a chain at hand for loops: what is forbidden scores −∞.
final class ChainScores {
  final int tags;
  final double[] start; // [K]
  final double[] transitions; // [K, K]: row before column
  final double[] factors; // their exponentials
  final double[] end; // [K]
  boolean extreme; // whether products with the factors may leave the range of double

  ChainScores(int tags) {
    this.tags = tags;
    start = new double[tags];
    transitions = new double[tags * tags];
    factors = new double[tags * tags];
    end = new double[tags];
  }

  /// Above this the exponential of a transition is too large to be multiplied freely.
  private static final double GREATEST_TRANSITION = 150;

  /// Takes over learned scores; null for zeros.
  void load(ChainConstraints constraints, Tensor newStart, Tensor newTransitions, Tensor newEnd) {
    extreme = false;
    for (int tag = 0; tag < tags; tag++) {
      start[tag] = score(constraints.begins(tag), newStart, tag);
      end[tag] = score(constraints.ends(tag), newEnd, tag);
      for (int after = 0; after < tags; after++) {
        int at = tag * tags + after;
        transitions[at] = score(constraints.follows(tag, after), newTransitions, at);
        factors[at] = Math.exp(transitions[at]);
        extreme |= transitions[at] > GREATEST_TRANSITION;
      }
    }
  }

  private static double score(boolean allowed, Tensor scores, int at) {
    if (!allowed) {
      return Double.NEGATIVE_INFINITY;
    }
    return scores == null ? 0 : scores.get(at);
  }
}
