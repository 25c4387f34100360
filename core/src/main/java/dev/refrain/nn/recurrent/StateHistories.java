package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The states of all steps of a batch: for each part T+1 slots `[B, H]`.
///
/// Read in time, step t goes from slot t to slot t+1, against time from slot t+1 to slot t. Row b
/// starts from its initial state in slot 0, or against time in slot `length(b)`, and ends in the
/// other of the two. Slots of rows that are not running are zero.
final class StateHistories {
  private final Tape tape;
  private final Kernels kernels;
  private final Lengths lengths;
  private final boolean reversed;
  private final int hidden;
  private final List<Tensor> parts = new ArrayList<>();

  StateHistories(Tape tape, Lengths lengths, boolean reversed, int hidden, List<Value> initial) {
    this.tape = tape;
    this.lengths = lengths;
    this.reversed = reversed;
    this.hidden = hidden;
    kernels = tape.kernels();
    Shape shape = Shape.of(lengths.steps() + 1, lengths.batch(), hidden);
    for (Value start : initial) {
      Tensor slots = lengths.ragged() ? tape.zeros(shape) : tape.allocate(shape);
      start(slots, start.data());
      parts.add(slots);
    }
  }

  /// The slots of one part, `[T+1, B, H]`.
  Tensor part(int part) {
    return parts.get(part);
  }

  /// Where step t finds the state before it, relative to slot t.
  int slotBefore() {
    return reversed ? 1 : 0;
  }

  /// Where step t leaves the state after it, relative to slot t.
  int slotAfter() {
    return reversed ? 0 : 1;
  }

  /// Puts each row's initial state where its first step looks for it.
  private void start(Tensor slots, Tensor initial) {
    if (!reversed || !lengths.ragged()) {
      int slot = reversed ? lengths.steps() : 0;
      kernels.copy(Matrix.of(initial), Matrix.of(slots.slice(slot, slot + 1)));
      return;
    }
    for (int row = 0; row < lengths.batch(); row++) {
      kernels.copy(rowOf(initial, row), inSlot(slots, lengths.of(row), row));
    }
  }

  /// The outputs of all steps, `[T, B, H]`, zero in padding.
  Tensor sequence() {
    Tensor outputs = parts.getFirst().slice(slotAfter(), lengths.steps() + slotAfter());
    if (!lengths.ragged()) {
      return outputs;
    }
    Tensor padded = tape.allocate(outputs.shape());
    kernels.copy(Matrix.of(outputs), Matrix.of(padded));
    clearPadding(kernels, lengths, padded);
    return padded;
  }

  /// One part of the state of each row after its last step, `[B, H]`.
  Tensor last(int part) {
    Tensor slots = parts.get(part);
    Shape shape = Shape.of(lengths.batch(), hidden);
    if (reversed || !lengths.ragged()) {
      int slot = reversed ? 0 : lengths.steps();
      return slots.slice(slot, slot + 1).reshape(shape);
    }
    Tensor last = tape.allocate(shape);
    for (int row = 0; row < lengths.batch(); row++) {
      kernels.copy(inSlot(slots, lengths.of(row), row), rowOf(last, row));
    }
    return last;
  }

  private Matrix inSlot(Tensor slots, int slot, int row) {
    return rowOf(slots, slot * lengths.batch() + row);
  }

  private static Matrix rowOf(Tensor tensor, int row) {
    return Matrix.of(tensor).rows(row, row + 1);
  }

  /// Sets the rows of `history[T, B, columns]` that lie in padding to zero.
  static void clearPadding(Kernels kernels, Lengths lengths, Tensor history) {
    if (lengths.ragged()) {
      int batch = lengths.batch();
      for (int t = 0; t < lengths.steps(); t++) {
        kernels.fill(Matrix.of(history).rows(t * batch + lengths.active(t), (t + 1) * batch), 0);
      }
    }
  }
}
