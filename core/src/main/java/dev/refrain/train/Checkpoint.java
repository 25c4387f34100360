package dev.refrain.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.tensor.Tensor;
import java.util.Map;

/// Everything a run needs to go on as if it had never stopped.
///
/// @param state position, counters and schedule: see [Progress]
/// @param last the weights as training left them
/// @param optimizer what the optimizer keeps between steps
/// @param carried what the task carries from step to step
/// @param best the weights to use the model with, or null if those on disk are still the best
record Checkpoint(
    ObjectNode state,
    Map<String, Tensor> last,
    Map<String, Tensor> optimizer,
    Map<String, Tensor> carried,
    Map<String, Tensor> best) {}
