package dev.refrain.bench.peer;

import java.util.ArrayList;
import java.util.List;

/// The unfinished translations of some sentences in a beam search, those of a sentence side by
/// side, best first.
final class TorchBeams {
  private final int sentences;
  private final int width;
  private final List<Step> history = new ArrayList<>();
  private double[] totals; // log-probabilities

  /// What has been written at a step: a token behind which row of the step before, row by row.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(int[] from, int[] tokens) {}

  /// Nothing is written yet, and each sentence has one row.
  ///
  /// @param width how many rows it is to have
  TorchBeams(int sentences, int width) {
    this.sentences = sentences;
    this.width = width;
    totals = new double[sentences];
  }

  int sentences() {
    return sentences;
  }

  /// How many tokens have been written.
  int length() {
    return history.size();
  }

  /// From which row each goes on.
  int[] from() {
    return history.getLast().from();
  }

  /// The token that was written last, row by row.
  int[] tokens() {
    return history.getLast().tokens();
  }

  /// The log-probability of a row.
  double total(int row) {
    return totals[row];
  }

  /// Goes on with the likeliest tokens.
  ///
  /// @param next as many for each row as a sentence is to have rows
  void extend(TorchLikeliest next) {
    int before = totals.length / sentences;
    int[] from = new int[sentences * width];
    int[] tokens = new int[sentences * width];
    double[] reached = new double[sentences * width];
    for (int sentence = 0; sentence < sentences; sentence++) {
      int[] taken = new int[before]; // of each row, whose tokens are sorted
      for (int row = sentence * width; row < (sentence + 1) * width; row++) {
        int best = -1;
        for (int i = 0; i < before; i++) {
          int candidate = sentence * before + i;
          if (taken[i] < width && (best < 0 || total(next, candidate, taken[i]) > reached[row])) {
            best = i;
            reached[row] = total(next, candidate, taken[i]);
          }
        }
        from[row] = sentence * before + best;
        tokens[row] = next.columns()[from[row] * width + taken[best]++];
      }
    }
    totals = reached;
    history.add(new Step(from, tokens));
  }

  private double total(TorchLikeliest next, int row, int rank) {
    return totals[row] + next.values()[row * width + rank];
  }

  /// All tokens of a row.
  int[] written(int row) {
    int[] written = new int[history.size()];
    int at = row;
    for (int step = history.size() - 1; step >= 0; step--) {
      written[step] = history.get(step).tokens()[at];
      at = history.get(step).from()[at];
    }
    return written;
  }
}
