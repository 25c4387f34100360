package dev.refrain.data;

import dev.refrain.tensor.Rng;

/// A way to cut one long text into batches of token numbers.
public sealed interface Feed permits Windows, TextStream {

  /// Puts the text in an epoch's order, drawn from `rng`. The same numbers give the same order.
  void startEpoch(Rng rng);

  /// How many batches an epoch has, the same in every epoch.
  int steps();

  /// How many sequences the batch of a step has.
  int rows(int step);

  /// Whether each row of a batch goes on where the same row of the batch before ended.
  boolean continuous();

  /// Writes the rows `[from, to)` of the batch of `step` into `batch`. May be called for different
  /// rows by several threads at once.
  void fill(int step, int from, int to, IdBatch batch);
}
