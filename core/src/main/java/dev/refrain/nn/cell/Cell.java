package dev.refrain.nn.cell;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import java.util.List;

/// A recurrent cell of one's own: one step as tape operations. Lengths, directions, stacking,
/// dropout between layers, training and the gradient check come with it.
public interface Cell {

  /// The widths of the state's parts. The first part is the cell's output.
  List<Integer> stateWidths();

  /// One step for a batch.
  ///
  /// @param tape where the operations are recorded
  /// @param x the input, `[B, I]`
  /// @param previous the state's parts after the step before, each `[B, its width]`
  /// @return the new state's parts, in the same order and shapes
  List<Value> step(Tape tape, Value x, List<Value> previous);
}
