package dev.refrain.nn.recurrent;

import dev.refrain.tensor.Tensor;
import java.util.List;

/// One layer that reads one sequence step by step.
interface LayerSteps {

  /// Takes a step, from the input and the state that stand in their tensors to the output and the
  /// new state.
  void take();

  /// Where a step leaves its output, `[H]`.
  Tensor output();

  /// Where the parts of the state stand, each `[1, H]`; whoever overwrites them goes on from there.
  List<Tensor> state();
}
