package dev.refrain.autodiff;

import dev.refrain.tensor.Shape;
import java.util.Arrays;

/// Sequences `x[T, B, F]` of differing length, padded at the end: those of batch row b are the
/// steps `0 … lengths[b]-1`. Lengths of null mean that all are full. What stands in the padding
/// changes no result, and its gradient is exactly zero.
public final class Sequences {
  private Sequences() {}

  /// Each sequence backwards: step t of the result is step `lengths[b] - 1 - t`. Padding stays at
  /// the end and is zero.
  public static Value reverse(Value x, int[] lengths) {
    int steps = steps(x);
    int batch = batch(x);
    int[] valid = lengths(x, lengths);
    int[] ids = new int[steps * batch];
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < batch; b++) {
        ids[t * batch + b] = t < valid[b] ? (valid[b] - 1 - t) * batch + b : -1;
      }
    }
    return Rows.rearrange(x, ids, x.shape());
  }

  /// The batch in another order: row b of the result is row `permutation[b]`. A row may be left
  /// out or taken several times.
  public static Value reorder(Value x, int[] permutation) {
    int steps = steps(x);
    int batch = batch(x);
    int chosen = permutation.length;
    int[] ids = new int[steps * chosen];
    for (int b = 0; b < chosen; b++) {
      if (permutation[b] < 0 || permutation[b] >= batch) {
        throw new IndexOutOfBoundsException(
            "row %d of a batch of %d".formatted(permutation[b], batch));
      }
      for (int t = 0; t < steps; t++) {
        ids[t * chosen + b] = t * batch + permutation[b];
      }
    }
    return Rows.rearrange(x, ids, Shape.of(steps, chosen, x.shape().columns()));
  }

  /// The last valid step of each sequence, `[B, F]`; zeros for an empty one.
  public static Value lastValid(Value x, int[] lengths) {
    int batch = batch(x);
    int[] valid = lengths(x, lengths);
    int[] ids = new int[batch];
    for (int b = 0; b < batch; b++) {
      ids[b] = valid[b] == 0 ? -1 : (valid[b] - 1) * batch + b;
    }
    return Rows.rearrange(x, ids, Shape.of(batch, x.shape().columns()));
  }

  /// The same sequences with zeros in the padding.
  public static Value maskPadding(Value x, int[] lengths) {
    return lengths == null ? x : Masks.keepRows(x, Masks.valid(steps(x), lengths(x, lengths)));
  }

  /// The mean over the valid steps of each sequence, `[B, F]`; zeros for an empty one.
  public static Value meanOverValid(Value x, int[] lengths) {
    return Pooling.mean(x, lengths(x, lengths));
  }

  /// The greatest number of each feature over the valid steps, `[B, F]`; zeros for an empty
  /// sequence. The gradient goes to the first step that has it.
  public static Value maxOverValid(Value x, int[] lengths) {
    return Pooling.max(x, lengths(x, lengths));
  }

  static int steps(Value x) {
    if (x.shape().rank() != 3) {
      throw new IllegalArgumentException("sequences must be [T, B, F], found " + x.shape());
    }
    return x.shape().extent(0);
  }

  static int batch(Value x) {
    return x.shape().extent(1);
  }

  /// The lengths, checked, all full for null.
  private static int[] lengths(Value x, int[] lengths) {
    int steps = steps(x);
    int batch = batch(x);
    if (lengths == null) {
      int[] full = new int[batch];
      Arrays.fill(full, steps);
      return full;
    }
    if (lengths.length != batch) {
      throw new IllegalArgumentException(
          "%d lengths for sequences %s, which are %d".formatted(lengths.length, x.shape(), batch));
    }
    for (int b = 0; b < batch; b++) {
      if (lengths[b] < 0 || lengths[b] > steps) {
        throw new IllegalArgumentException(
            "sequence %d has length %d, it must be 0 … %d".formatted(b, lengths[b], steps));
      }
    }
    return lengths;
  }
}
