package dev.refrain.nn.recurrent;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;

/// Where the rows of a batch of mixed lengths lie when padding is left out.
///
/// Rows fall in length, so that the rows which have a step `t` are the first `n(t)`. The state has a
/// *slot* before each step and one behind the last, T+1 in all: read in time, step t goes from slot t
/// to slot t+1, against time from slot t+1 to slot t. Slot 0 has all B rows, slot s has `n(s−1)`: no
/// more than are used. A *history*, what else is kept of each step, lies as the slots before the
/// steps do, so that row i of one belongs to row i of the other, and products over all steps see
/// next to no padding: none against time, `n(t−1) − n(t)` rows of step t in time, which are zero.
///
/// Where all rows have all steps, this is the layout `[T, B, columns]` itself.
final class PackedSteps {
  private final boolean reversed;
  private Lengths lengths = Lengths.full(0, 0);

  PackedSteps(boolean reversed) {
    this.reversed = reversed;
  }

  /// Begins a batch.
  void begin(Lengths lengths) {
    this.lengths = lengths;
  }

  /// Whether steps are read against time.
  boolean reversed() {
    return reversed;
  }

  Lengths lengths() {
    return lengths;
  }

  /// The slot of the state before step `t`.
  int slotBefore(int t) {
    return reversed ? t + 1 : t;
  }

  /// The slot of the state behind step `t`.
  int slotAfter(int t) {
    return reversed ? t : t + 1;
  }

  /// The first row of a slot; for slot T+1 how many rows all slots have.
  int slot(int slot) {
    return lengths.slot(slot);
  }

  /// The first row of step `t` in a history; for T how many rows it has.
  int row(int t) {
    return slot(slotBefore(t)) - slot(slotBefore(0));
  }

  /// How many rows a history has.
  int rows() {
    return row(lengths.steps());
  }

  /// Sets the rows of a history that belong to no step to zero.
  void clearPadding(Kernels kernels, Tensor history) {
    if (lengths.ragged()) {
      Matrix all = Matrix.of(history);
      for (int t = 0; t < lengths.steps(); t++) {
        clear(kernels, all, row(t) + lengths.active(t), row(t + 1));
      }
    }
  }

  /// From `[T, B, columns]` to a history, whose padding becomes zero.
  void pack(Kernels kernels, Tensor padded, Tensor history) {
    Matrix from = Matrix.of(padded);
    Matrix to = Matrix.of(history);
    for (int t = 0; t < lengths.steps(); t++) {
      copy(kernels, from, t * lengths.batch(), to, row(t), lengths.active(t));
    }
    clearPadding(kernels, history);
  }

  /// From ids for `[T, B]` to ids for the rows of a history, −1 for its padding.
  int[] pack(int[] padded) {
    int[] ids = new int[rows()];
    Arrays.fill(ids, -1);
    for (int t = 0; t < lengths.steps(); t++) {
      System.arraycopy(padded, t * lengths.batch(), ids, row(t), lengths.active(t));
    }
    return ids;
  }

  /// From a history to `[T, B, columns]`, whose padding becomes zero.
  void unpack(Kernels kernels, Tensor history, Tensor padded) {
    Matrix from = Matrix.of(history);
    Matrix to = Matrix.of(padded);
    for (int t = 0; t < lengths.steps(); t++) {
      unpack(kernels, from, row(t), to, t);
    }
  }

  /// From the slots behind all steps to `[T, B, columns]`, whose padding becomes zero.
  void unpackBehind(Kernels kernels, Tensor slots, Tensor padded) {
    Matrix from = Matrix.of(slots);
    Matrix to = Matrix.of(padded);
    for (int t = 0; t < lengths.steps(); t++) {
      unpack(kernels, from, slot(slotAfter(t)), to, t);
    }
  }

  private void unpack(Kernels kernels, Matrix from, int row, Matrix padded, int t) {
    int first = t * lengths.batch();
    copy(kernels, from, row, padded, first, lengths.active(t));
    clear(kernels, padded, first + lengths.active(t), first + lengths.batch());
  }

  private static void copy(
      Kernels kernels, Matrix from, int fromRow, Matrix to, int toRow, int rows) {
    kernels.copy(from.rows(fromRow, fromRow + rows), to.rows(toRow, toRow + rows));
  }

  private static void clear(Kernels kernels, Matrix matrix, int from, int to) {
    kernels.fill(matrix.rows(from, to), 0);
  }
}
