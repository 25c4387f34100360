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
  private final boolean reversed;
  private final int hidden;
  private final List<Tensor> parts = new ArrayList<>();
  private final Matrix from;
  private final Matrix to;
  private Tape tape;
  private Kernels kernels;
  private Lengths lengths;
  private Shape slotsShape = Shape.of(0, 0, 0);
  private Shape sequenceShape = slotsShape;
  private Shape stateShape = slotsShape;

  StateHistories(boolean reversed, int hidden) {
    this.reversed = reversed;
    this.hidden = hidden;
    from = Matrix.unplaced(hidden, hidden);
    to = Matrix.unplaced(hidden, hidden);
  }

  /// Begins a batch.
  ///
  /// @param initial `[B, H]` each
  void begin(Tape tape, Lengths lengths, List<Value> initial) {
    this.tape = tape;
    this.lengths = lengths;
    kernels = tape.kernels();
    parts.clear();
    placeShapes();
    for (int i = 0; i < initial.size(); i++) {
      Tensor slots = lengths.ragged() ? tape.zeros(slotsShape) : tape.allocate(slotsShape);
      start(slots, initial.get(i).data());
      parts.add(slots);
    }
  }

  private void placeShapes() {
    int steps = lengths.steps();
    int batch = lengths.batch();
    if (slotsShape.extent(0) != steps + 1 || slotsShape.extent(1) != batch) {
      slotsShape = Shape.of(steps + 1, batch, hidden);
      sequenceShape = Shape.of(steps, batch, hidden);
      stateShape = Shape.of(batch, hidden);
    }
  }

  /// The slots of one part, `[T+1, B, H]`.
  Tensor part(int part) {
    return parts.get(part);
  }

  /// Where step t finds the state before it, relative to slot t.
  static int slotBefore(boolean reversed) {
    return reversed ? 1 : 0;
  }

  /// Where step t leaves the state after it, relative to slot t.
  static int slotAfter(boolean reversed) {
    return reversed ? 0 : 1;
  }

  /// Puts each row's initial state where its first step looks for it.
  private void start(Tensor slots, Tensor initial) {
    if (!reversed || !lengths.ragged()) {
      int slot = reversed ? lengths.steps() : 0;
      copy(initial, 0, slots, slot * lengths.batch(), lengths.batch());
      return;
    }
    for (int row = 0; row < lengths.batch(); row++) {
      copy(initial, row, slots, lengths.of(row) * lengths.batch() + row, 1);
    }
  }

  /// The outputs of all steps, `[T, B, H]`, zero in padding.
  Tensor sequence() {
    Tensor outputs = part(parts.getFirst(), slotAfter(reversed), sequenceShape);
    if (!lengths.ragged()) {
      return outputs;
    }
    Tensor padded = tape.allocate(sequenceShape);
    kernels.copy(Matrix.of(outputs), Matrix.of(padded));
    clearPadding(kernels, lengths, padded);
    return padded;
  }

  /// One part of the state of each row before its first step, `[B, H]`, where all rows have all steps.
  Tensor first(int part) {
    return part(parts.get(part), reversed ? lengths.steps() : 0, stateShape);
  }

  /// One part of the state of each row after its last step, `[B, H]`.
  Tensor last(int part) {
    Tensor slots = parts.get(part);
    if (reversed || !lengths.ragged()) {
      return part(slots, reversed ? 0 : lengths.steps(), stateShape);
    }
    Tensor last = tape.allocate(stateShape);
    for (int row = 0; row < lengths.batch(); row++) {
      copy(slots, lengths.of(row) * lengths.batch() + row, last, row, 1);
    }
    return last;
  }

  /// The part of all slots that begins at one of them.
  private Tensor part(Tensor slots, int slot, Shape shape) {
    int offset = slots.offset() + slot * lengths.batch() * hidden;
    return Tensor.over(slots.storage(), offset, shape);
  }

  /// Copies rows of H columns.
  private void copy(Tensor source, int sourceRow, Tensor target, int targetRow, int rows) {
    from.moveTo(source.storage(), source.offset() + sourceRow * hidden, rows);
    to.moveTo(target.storage(), target.offset() + targetRow * hidden, rows);
    kernels.copy(from, to);
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
