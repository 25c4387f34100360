package dev.refrain.data;

import dev.refrain.tensor.Rng;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/// Which items stand side by side in the batches of an epoch: items of similar length, so that little
/// of a batch is padding.
///
/// Each epoch shuffles the items, sorts every 200 batches' worth of them, cuts them into batches, and
/// shuffles the batches. So batches differ from epoch to epoch, and items of all lengths come early
/// and late.
public final class LengthBuckets {
  /// How many batches are sorted together.
  private static final int WINDOW = 200;

  private final IntBinaryOperator comparison;
  private final int batch;
  private final int[] order;
  private final int[] starts;

  /// Batches of `batch` items; one of an epoch's has what is left.
  ///
  /// @param comparison below 0 if the first of two items stands before the second: the longer one
  public LengthBuckets(int items, int batch, IntBinaryOperator comparison) {
    if (batch < 1) {
      throw new IllegalArgumentException("batches of %d; at least 1".formatted(batch));
    }
    this.comparison = comparison;
    this.batch = batch;
    this.order = new int[items];
    this.starts = new int[(int) (((long) items + batch - 1) / batch)];
    inOrder();
    sortWindows();
  }

  private void inOrder() {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int i = 0; i < starts.length; i++) {
      starts[i] = i * batch;
    }
  }

  /// Sorting is stable, so items of the same length stay in the order in which they were shuffled.
  private void sortWindows() {
    int window = (int) Math.min((long) WINDOW * batch, Math.max(1, order.length));
    for (int from = 0; from < order.length; from += window) {
      int to = Math.min(order.length, from + window);
      int[] sorted =
          IntStream.range(from, to)
              .mapToObj(i -> order[i])
              .sorted(comparison::applyAsInt)
              .mapToInt(i -> i)
              .toArray();
      System.arraycopy(sorted, 0, order, from, sorted.length);
    }
  }

  /// Puts the items in an epoch's order, drawn from `rng`. The same numbers give the same order.
  public void startEpoch(Rng rng) {
    inOrder();
    rng.shuffle(order);
    sortWindows();
    rng.shuffle(starts);
  }

  /// How many batches an epoch has, the same in every epoch.
  public int steps() {
    return starts.length;
  }

  /// How many items the batch of a step has.
  public int rows(int step) {
    return Math.min(batch, order.length - starts[step]);
  }

  /// Which item a row of a step's batch is.
  public int item(int step, int row) {
    return order[starts[step] + row];
  }
}
