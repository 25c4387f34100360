package dev.refrain.nn.crf;

/// The sequence of tags with the highest score, for one sentence (Viterbi 1967). Of equal ones that
/// with the lowest numbers, from the end on, is taken.
final class Viterbi {
  private final int tags;
  private double[] best; // of sequences that end in each tag, [K]
  private double[] next;
  private int[] before = {}; // which tag stood before, [T, K]

  Viterbi(int tags) {
    this.tags = tags;
    best = new double[tags];
    next = new double[tags];
  }

  /// Writes the best sequence.
  ///
  /// @param emissions `[steps, K]`
  /// @param path written to at `first`, `first + stride`, …
  /// @return its score; −∞ if none is allowed
  double path(
      ChainScores scores, double[] emissions, int steps, int[] path, int first, int stride) {
    if (before.length < steps * tags) {
      before = new int[steps * tags];
    }
    for (int j = 0; j < tags; j++) {
      best[j] = scores.start[j] + emissions[j];
    }
    for (int t = 1; t < steps; t++) {
      for (int j = 0; j < tags; j++) {
        int from = 0;
        double score = best[0] + scores.transitions[j];
        for (int i = 1; i < tags; i++) {
          double other = best[i] + scores.transitions[i * tags + j];
          if (other > score) {
            score = other;
            from = i;
          }
        }
        before[t * tags + j] = from;
        next[j] = score + emissions[t * tags + j];
      }
      double[] swapped = best;
      best = next;
      next = swapped;
    }
    int tag = 0;
    for (int j = 1; j < tags; j++) {
      if (best[j] + scores.end[j] > best[tag] + scores.end[tag]) {
        tag = j;
      }
    }
    double score = best[tag] + scores.end[tag];
    for (int t = steps - 1; t >= 0; t--) {
      path[first + t * stride] = tag;
      tag = before[t * tags + tag];
    }
    return score;
  }
}
