package dev.refrain.nn.recurrent;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The lengths of the sequences in a batch, longest first.
final class Lengths {
  private final int steps;
  private final int batch;
  private final int[] lengths; // null: all have all steps
  private final int[] active;
  private final int[] slots; // see PackedSteps

  private Lengths(int steps, int batch) {
    this.steps = steps;
    this.batch = batch;
    lengths = null;
    active = null;
    slots = null;
  }

  private Lengths(int steps, int[] lengths) {
    this.steps = steps;
    this.lengths = lengths;
    batch = lengths.length;
    active = new int[steps];
    for (int t = 0; t < steps; t++) {
      int rows = t == 0 ? lengths.length : active[t - 1];
      while (rows > 0 && lengths[rows - 1] <= t) {
        rows--;
      }
      active[t] = rows;
    }
    slots = new int[steps + 2];
    slots[1] = batch;
    for (int t = 0; t < steps; t++) {
      slots[t + 2] = slots[t + 1] + active[t];
    }
  }

  /// All `batch` sequences have all `steps`.
  static Lengths full(int steps, int batch) {
    return new Lengths(steps, batch);
  }

  /// The order in which rows fall in length: position b holds row `order[b]`; rows of equal
  /// length keep their order.
  static int[] order(int[] lengths) {
    return IntStream.range(0, lengths.length)
        .boxed()
        .sorted((a, b) -> Integer.compare(lengths[b], lengths[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// Lengths that fall from row to row already.
  ///
  /// @throws IllegalArgumentException if a length is negative or above `steps`
  static Lengths falling(int steps, int[] lengths) {
    for (int length : lengths) {
      if (length < 0 || length > steps) {
        throw new IllegalArgumentException(
            "a length of %d in a batch of %d steps".formatted(length, steps));
      }
    }
    return new Lengths(steps, lengths.clone());
  }

  int steps() {
    return steps;
  }

  int batch() {
    return batch;
  }

  int of(int row) {
    return lengths == null ? steps : lengths[row];
  }

  /// How many rows, counted from the first, have a step `t`.
  int active(int t) {
    return active == null ? batch : active[t];
  }

  /// The first row of a slot of [PackedSteps].
  int slot(int slot) {
    return slots == null ? slot * batch : slots[slot];
  }

  /// Whether some row is shorter than the batch.
  boolean ragged() {
    return lengths != null && batch > 0 && lengths[batch - 1] < steps;
  }

  int[] toArray() {
    if (lengths != null) {
      return lengths.clone();
    }
    int[] full = new int[batch];
    Arrays.fill(full, steps);
    return full;
  }
}
