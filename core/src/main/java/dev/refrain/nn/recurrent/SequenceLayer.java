package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// One direction of one recurrent layer.
interface SequenceLayer {

  /// The widths of the state's parts; the first is the output's.
  List<Integer> stateWidths();

  /// Runs over a batch whose lengths fall from row to row.
  ///
  /// @param x `[T, B, I]`
  /// @param lengths of the B sequences
  /// @param initial the state's parts, each `[B, H]`
  Recurrent.Output apply(Tape tape, Value x, Lengths lengths, List<Value> initial);

  /// Begins to read one sequence step by step, from a state of zeros.
  ///
  /// @param tape an evaluating tape that stays open as long as steps are taken
  /// @param x `[1, 1, I]`, where each step finds its input
  LayerSteps open(Tape tape, Tensor x);
}
