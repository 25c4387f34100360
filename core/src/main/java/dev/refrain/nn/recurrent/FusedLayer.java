package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.cell.CellParameters;
import dev.refrain.tensor.Tensor;
import java.util.Collections;
import java.util.List;

/// One direction of a layer of built-in cells, run as one operation over the whole batch.
///
/// @param parameters the cell's
/// @param transitions dense layers between two steps, in order
/// @param options dropout and its kin
/// @param reversed whether it reads against time
record FusedLayer(
    CellParameters parameters, List<Transition> transitions, StepOptions options, boolean reversed)
    implements SequenceLayer {

  @Override
  public List<Integer> stateWidths() {
    return Collections.nCopies(parameters.step().states().size(), parameters.hidden());
  }

  @Override
  public Recurrent.Output apply(Tape tape, Value x, Lengths lengths, List<Value> initial) {
    return tape.reuse(parameters, () -> new FusedSequence(this, tape.kernels(), tape.training()))
        .run(tape, x, lengths, initial);
  }

  @Override
  public LayerSteps open(Tape tape, Tensor x) {
    return new FusedSequence(this, tape.kernels(), false).open(tape, x);
  }

  /// The same layer as a composition of tape operations.
  ComposedLayer composed() {
    return new ComposedLayer(new CellSteps.BuiltIn(this), options, reversed);
  }
}
