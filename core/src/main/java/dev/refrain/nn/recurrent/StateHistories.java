package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The states of all steps of a batch: for each part the slots of [PackedSteps], rows of H.
///
/// Row b starts from its initial state in slot 0, or against time in slot `length(b)`, and ends in
/// the other of the two.
final class StateHistories {
  private final PackedSteps steps;
  private final int hidden;
  private final List<Tensor> parts = new ArrayList<>();
  private final Matrix from;
  private final Matrix to;
  private Tape tape;
  private Kernels kernels;
  private Lengths lengths;
  private Shape slotsShape = Shape.of(0, 0);
  private Shape sequenceShape = Shape.of(0, 0, 0);
  private Shape stateShape = slotsShape;

  StateHistories(PackedSteps steps, int hidden) {
    this.steps = steps;
    this.hidden = hidden;
    from = Matrix.unplaced(hidden, hidden);
    to = Matrix.unplaced(hidden, hidden);
  }

  /// Begins a batch.
  ///
  /// @param initial `[B, H]` each
  void begin(Tape tape, List<Value> initial) {
    this.tape = tape;
    lengths = steps.lengths();
    kernels = tape.kernels();
    parts.clear();
    placeShapes();
    for (int i = 0; i < initial.size(); i++) {
      Tensor slots = tape.allocate(slotsShape);
      start(slots, initial.get(i).data());
      parts.add(slots);
    }
  }

  private void placeShapes() {
    int rows = steps.slot(lengths.steps() + 1);
    if (slotsShape.extent(0) != rows) {
      slotsShape = Shape.of(rows, hidden);
    }
    if (sequenceShape.extent(0) != lengths.steps() || sequenceShape.extent(1) != lengths.batch()) {
      sequenceShape = Shape.of(lengths.steps(), lengths.batch(), hidden);
      stateShape = Shape.of(lengths.batch(), hidden);
    }
  }

  /// The slots of one part.
  Tensor part(int part) {
    return parts.get(part);
  }

  /// Puts each row's initial state where its first step looks for it.
  private void start(Tensor slots, Tensor initial) {
    if (!steps.reversed() || !lengths.ragged()) {
      copy(initial, 0, slots, steps.slot(steps.reversed() ? lengths.steps() : 0), lengths.batch());
      return;
    }
    for (int row = 0; row < lengths.batch(); row++) {
      copy(initial, row, slots, steps.slot(lengths.of(row)) + row, 1);
    }
  }

  /// The outputs of all steps, `[T, B, H]`, zero in padding.
  Tensor sequence() {
    if (!lengths.ragged()) {
      return part(parts.getFirst(), steps.slotAfter(0), sequenceShape);
    }
    Tensor padded = tape.allocate(sequenceShape);
    steps.unpackBehind(kernels, parts.getFirst(), padded);
    return padded;
  }

  /// One part of the state of each row before its first step, `[B, H]`, where all rows have all steps.
  Tensor first(int part) {
    return part(parts.get(part), steps.reversed() ? lengths.steps() : 0, stateShape);
  }

  /// One part of the state of each row after its last step, `[B, H]`.
  Tensor last(int part) {
    Tensor slots = parts.get(part);
    if (steps.reversed() || !lengths.ragged()) {
      return part(slots, steps.reversed() ? 0 : lengths.steps(), stateShape);
    }
    Tensor last = tape.allocate(stateShape);
    for (int row = 0; row < lengths.batch(); row++) {
      copy(slots, steps.slot(lengths.of(row)) + row, last, row, 1);
    }
    return last;
  }

  /// The part of all slots that begins at one of them.
  private Tensor part(Tensor slots, int slot, Shape shape) {
    return Tensor.over(slots.storage(), slots.offset() + steps.slot(slot) * hidden, shape);
  }

  /// Copies rows of H columns.
  private void copy(Tensor source, int sourceRow, Tensor target, int targetRow, int rows) {
    from.moveTo(source.storage(), source.offset() + sourceRow * hidden, rows);
    to.moveTo(target.storage(), target.offset() + targetRow * hidden, rows);
    kernels.copy(from, to);
  }
}
