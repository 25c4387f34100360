package dev.refrain.decode;

/// The few likeliest among very many continuations, best first. Of equally likely ones those that
/// were offered first stay.
final class TopTokens {
  /// How far above 0 rounding may bring a log-probability.
  private static final float ROUNDING = 1e-3f;

  private final double[] totals;
  private final int[] rows;
  private final int[] tokens;
  private int size;

  TopTokens(int capacity) {
    totals = new double[capacity];
    rows = new int[capacity];
    tokens = new int[capacity];
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /// The log-probability of the whole sequence with the `rank`-th token.
  double total(int rank) {
    return totals[rank];
  }

  int row(int rank) {
    return rows[rank];
  }

  int token(int rank) {
    return tokens[rank];
  }

  /// Offers all tokens that may go on a row.
  ///
  /// @param before the log-probability of the sequence so far
  /// @param mayEnd whether the token that ends a sequence may be written
  /// @throws IllegalArgumentException if a log-probability is NaN or above 0
  void offer(int row, double before, StepScores scores, TokenRoles roles, boolean mayEnd) {
    float[] values = scores.logProbabilities();
    int start = row * scores.vocabulary();
    int end = start + scores.vocabulary();
    for (int i = above(values, start, end, bar(before));
        i < end;
        i = above(values, i + 1, end, bar(before))) {
      int token = i - start;
      if (!(values[i] <= ROUNDING)) {
        throw new IllegalArgumentException(
            "the log-probability of token %d is %s: the model's weights are damaged or its training diverged"
                .formatted(token, values[i]));
      }
      double total = before + values[i];
      boolean better = size < totals.length || total > totals[size - 1];
      if (better && roles.allows(token) && (mayEnd || token != roles.end())) {
        insert(row, token, total);
      }
    }
  }

  /// The first place from `i` where a value is above the bar or NaN, or else `end`. Nearly all of a
  /// search's own time goes into this loop, so nothing else is in it.
  private static int above(float[] values, int i, int end, float bar) {
    int at = i;
    while (at < end && values[at] <= bar) {
      at++;
    }
    return at;
  }

  /// A log-probability with which a token surely does not come in: just below the exact limit, so
  /// that those in between are looked at with full precision.
  private float bar(double before) {
    return size < totals.length
        ? Float.NEGATIVE_INFINITY
        : Math.nextDown((float) (totals[size - 1] - before));
  }

  private void insert(int row, int token, double total) {
    int at = size < totals.length ? size++ : size - 1;
    for (; at > 0 && totals[at - 1] < total; at--) {
      totals[at] = totals[at - 1];
      rows[at] = rows[at - 1];
      tokens[at] = tokens[at - 1];
    }
    totals[at] = total;
    rows[at] = row;
    tokens[at] = token;
  }
}
