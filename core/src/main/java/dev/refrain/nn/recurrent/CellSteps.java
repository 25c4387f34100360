package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.cell.Cell;
import dev.refrain.nn.cell.CellWeights;
import java.util.Collections;
import java.util.List;

/// A cell that takes steps as tape operations: one of the user's, or a built-in one as its
/// definition tells it.
sealed interface CellSteps {

  /// The widths of the state's parts; the first is the output's.
  List<Integer> stateWidths();

  /// Prepares the steps of one batch.
  Steps on(Tape tape);

  /// The steps of one batch.
  @FunctionalInterface
  interface Steps {
    /// One step.
    ///
    /// @param x `[B, I]`
    /// @param previous the state's parts, each `[B, H]`
    /// @param recurrentMask a mask `[B, H]` on what recurrent products see, or null
    List<Value> take(Value x, List<Value> previous, Value recurrentMask);
  }

  /// A cell of the user's.
  record Own(Cell cell) implements CellSteps {
    @Override
    public List<Integer> stateWidths() {
      return cell.stateWidths();
    }

    @Override
    public Steps on(Tape tape) {
      return (x, previous, recurrentMask) -> cell.step(tape, x, previous);
    }
  }

  /// The cell of a fused layer.
  record BuiltIn(FusedLayer layer) implements CellSteps {
    @Override
    public List<Integer> stateWidths() {
      return Collections.nCopies(
          layer.parameters().step().states().size(), layer.parameters().hidden());
    }

    @Override
    public Steps on(Tape tape) {
      CellWeights weights = layer.parameters().on(tape, layer.options().weightDrop());
      return (x, previous, recurrentMask) -> {
        Value hIn = previous.getFirst();
        if (recurrentMask != null) {
          hIn = hIn.times(recurrentMask);
        }
        for (Transition transition : layer.transitions()) {
          hIn = transition.apply(tape, hIn, layer.options().transitionShortcut());
        }
        return layer.parameters().definition().step(weights, weights.input(x), hIn, previous);
      };
    }
  }
}
