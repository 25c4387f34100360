package dev.refrain.task.classification;

import dev.refrain.data.LengthBuckets;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/// Feeds items in batches of similar length.
final class ItemBatches {
  private final List<Item> items;
  private final LengthBuckets buckets;

  ItemBatches(List<Item> items, int batch) {
    this.items = items;
    this.buckets =
        new LengthBuckets(
            items.size(), batch, (a, b) -> items.get(b).length() - items.get(a).length());
  }

  /// Puts the items in an epoch's order, drawn from `rng`.
  void startEpoch(Rng rng) {
    buckets.startEpoch(rng);
  }

  int steps() {
    return buckets.steps();
  }

  int rows(int step) {
    return buckets.rows(step);
  }

  /// Which item a row of a step's batch is.
  int item(int step, int row) {
    return buckets.item(step, row);
  }

  /// The rows `[from, to)` of a step's batch.
  ItemBatch batch(int step, int from, int to) {
    List<Item> rows = new ArrayList<>(to - from);
    for (int row = from; row < to; row++) {
      rows.add(items.get(buckets.item(step, row)));
    }
    return new ItemBatch(rows);
  }
}
