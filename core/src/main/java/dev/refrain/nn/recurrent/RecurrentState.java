package dev.refrain.nn.recurrent;

import dev.refrain.tensor.Tensor;
import java.util.List;

/// Where a [RecurrentSession] stood after a step, to come back to. Never changed once made, and good
/// for any session of the same stack.
///
/// @param parts the parts of the state, in the order of [Recurrent.Output#state]
/// @param output the output of the step, `[outputSize]`
public record RecurrentState(List<Tensor> parts, Tensor output) {
  public RecurrentState {
    parts = List.copyOf(parts);
  }
}
