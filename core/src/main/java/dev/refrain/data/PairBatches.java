package dev.refrain.data;

import dev.refrain.tensor.Rng;
import java.util.List;

/// Feeds sentence pairs in batches of similar length.
public final class PairBatches {
  /// Batches of `batch` pairs; the last one has what is left.
  ///
  /// @param begin the token before a target's first; see [SentenceCodec#begin]
  /// @param end the token after a target's last
  public PairBatches(List<EncodedPair> pairs, int begin, int end, int batch) {
    throw new UnsupportedOperationException("soon");
  }

  /// Puts the pairs in an epoch's order, drawn from `rng`. The same numbers give the same order.
  public void startEpoch(Rng rng) {
    throw new UnsupportedOperationException("soon");
  }

  /// How many batches an epoch has, the same in every epoch.
  public int steps() {
    throw new UnsupportedOperationException("soon");
  }

  /// How many pairs the batch of a step has.
  public int rows(int step) {
    throw new UnsupportedOperationException("soon");
  }

  /// Writes the rows `[from, to)` of the batch of `step` into `batch`, which has as many time steps
  /// as the longest of these rows needs. May be called for different rows by several threads at
  /// once.
  public void fill(int step, int from, int to, PairBatch batch) {
    throw new UnsupportedOperationException("soon");
  }
}
