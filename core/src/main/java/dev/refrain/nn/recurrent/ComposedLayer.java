package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.Sequences;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// One direction of a layer whose cell takes steps as tape operations. Slower than [FusedLayer] and
/// open to any cell. A row that has ended keeps its state, and puts out zeros.
///
/// @param cell what takes the steps
/// @param options dropout and its kin
/// @param reversed whether it reads against time
record ComposedLayer(CellSteps cell, StepOptions options, boolean reversed)
    implements SequenceLayer {

  @Override
  public List<Integer> stateWidths() {
    return cell.stateWidths();
  }

  @Override
  public Recurrent.Output apply(Tape tape, Value x, Lengths lengths, List<Value> initial) {
    CellSteps.Steps steps = cell.on(tape);
    int batch = lengths.batch();
    int hidden = stateWidths().getFirst();
    SequenceMasks masks =
        SequenceMasks.draw(tape, options, lengths.steps(), batch, hidden, stateWidths().size());
    Value recurrentMask = masks.recurrent() == null ? null : tape.constant(masks.recurrent());
    List<Value> zoneout = zoneoutMasks(tape, masks, lengths);
    Value inOrder = inTime(x, lengths);
    List<Value> state = initial;
    List<Value> outputs = new ArrayList<>();
    for (int t = 0; t < lengths.steps(); t++) {
      Value input = inOrder.slice(t, t + 1).reshape(batch, x.shape().columns());
      List<Value> taken = steps.take(input, state, recurrentMask);
      state = settle(tape, state, taken, zoneout, lengths, t);
      Value output = state.getFirst();
      Value running = running(tape, lengths, t, hidden);
      if (running != null) {
        output = output.times(running);
      }
      outputs.add(output.reshape(1, batch, hidden));
    }
    return new Recurrent.Output(inTime(Join.outer(outputs), lengths), state);
  }

  @Override
  public LayerSteps open(Tape tape, Tensor x) {
    List<Tensor> state = new ArrayList<>();
    for (int width : stateWidths()) {
      state.add(tape.zeros(Shape.of(1, width)));
    }
    Tensor output = tape.zeros(Shape.of(stateWidths().getFirst()));
    Lengths one = Lengths.full(1, 1);
    return new LayerSteps() {
      @Override
      public void take() {
        tape.scratch(
            () -> {
              List<Value> previous = state.stream().map(tape::constant).toList();
              Recurrent.Output taken = apply(tape, tape.constant(x), one, previous);
              output.copyFrom(taken.sequence().data().reshape(output.shape()));
              for (int part = 0; part < state.size(); part++) {
                state.get(part).copyFrom(taken.state().get(part).data());
              }
            });
      }

      @Override
      public Tensor output() {
        return output;
      }

      @Override
      public List<Tensor> state() {
        return state;
      }
    };
  }

  /// The sequences in the order in which they are read; its own inverse.
  private Value inTime(Value sequences, Lengths lengths) {
    return reversed ? Sequences.reverse(sequences, lengths.toArray()) : sequences;
  }

  private List<Value> zoneoutMasks(Tape tape, SequenceMasks masks, Lengths lengths) {
    List<Value> values = new ArrayList<>();
    for (int part = 0; part < stateWidths().size(); part++) {
      Tensor mask = masks.zoneout(part);
      if (mask == null) {
        values.add(null);
      } else {
        Value constant = tape.constant(mask);
        values.add(tape.training() ? inTime(constant, lengths) : constant);
      }
    }
    return values;
  }

  /// The state after a step: zoneout applied, and rows that have ended as they were.
  private List<Value> settle(
      Tape tape,
      List<Value> before,
      List<Value> taken,
      List<Value> zoneout,
      Lengths lengths,
      int t) {
    List<Value> settled = new ArrayList<>();
    for (int part = 0; part < taken.size(); part++) {
      Value previous = before.get(part);
      Value next = taken.get(part);
      Value mask = zoneout.get(part);
      if (mask != null) {
        Shape shape = next.shape();
        Value fresh = mask;
        if (tape.training()) {
          fresh = mask.slice(t, t + 1).reshape(shape);
        }
        fresh = fresh.scaledBy(1 - options.zoneout(part));
        next = previous.plus(next.minus(previous).times(fresh));
      }
      Value running = running(tape, lengths, t, next.shape().columns());
      if (running != null) {
        next = previous.plus(next.minus(previous).times(running));
      }
      settled.add(next);
    }
    return settled;
  }

  /// Ones for the rows that have step `t`, zeros for the others; null if all have it.
  private static Value running(Tape tape, Lengths lengths, int t, int columns) {
    int active = lengths.active(t);
    if (active == lengths.batch()) {
      return null;
    }
    Tensor ones = tape.zeros(Shape.of(lengths.batch(), columns));
    tape.kernels().fill(Matrix.of(ones).rows(0, active), 1);
    return tape.constant(ones);
  }
}
