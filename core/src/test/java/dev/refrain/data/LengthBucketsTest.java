package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class LengthBucketsTest {
  private static final long SEED = 200;

  /// Item i has length i % 10. In batches of 5 each batch then has a single length.
  @Test
  void eachEpochHasAllItemsInBatchesOfOneLengthInAnOrderOfItsOwn() {
    var buckets = new LengthBuckets(100, 5, (a, b) -> b % 10 - a % 10);
    List<List<Integer>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < 2; epoch++) {
      buckets.startEpoch(Rng.seeded(SEED).split(epoch));
      var seen = new TreeSet<Integer>();
      List<Integer> lengths = new ArrayList<>();
      for (int step = 0; step < buckets.steps(); step++) {
        assertThat(buckets.rows(step)).isEqualTo(5);
        for (int row = 0; row < 5; row++) {
          seen.add(buckets.item(step, row));
          assertThat(buckets.item(step, row) % 10).isEqualTo(buckets.item(step, 0) % 10);
        }
        lengths.add(buckets.item(step, 0) % 10);
      }
      assertThat(seen).hasSize(100);
      epochs.add(lengths);
    }
    assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1));
  }
}
