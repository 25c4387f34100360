package dev.refrain.train;

import dev.refrain.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// A copy of the weights that had the lowest validation loss. Before the first validation there is
/// none, and the weights as they are stand for the best.
final class BestWeights {
  private final Map<String, Tensor> parameters;
  private Map<String, Tensor> best; // null before the first validation
  private boolean unsaved;

  BestWeights(Map<String, Tensor> parameters) {
    this.parameters = parameters;
  }

  /// Takes over what a checkpoint holds, null if there was no validation before it.
  void resume(Map<String, Tensor> saved) {
    best = saved;
  }

  /// The weights as they are now are the best.
  void keep() {
    if (best == null) {
      best = new LinkedHashMap<>();
      parameters.forEach((name, parameter) -> best.put(name, parameter.copy()));
    } else {
      best.forEach((name, kept) -> kept.copyFrom(parameters.get(name)));
    }
    unsaved = true;
  }

  /// What has to be saved, or null if the last save still holds.
  Map<String, Tensor> toSave() {
    if (best == null) {
      return parameters;
    }
    return unsaved ? best : null;
  }

  void saved() {
    unsaved = false;
  }

  /// Puts the best weights in the parameters' place.
  void use() {
    if (best != null) {
      best.forEach((name, kept) -> parameters.get(name).copyFrom(kept));
    }
  }
}
