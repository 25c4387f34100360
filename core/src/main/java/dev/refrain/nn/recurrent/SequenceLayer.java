package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
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
}
