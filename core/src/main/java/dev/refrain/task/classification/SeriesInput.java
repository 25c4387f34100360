package dev.refrain.task.classification;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.DataException;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Series: their scaled numbers, as they are.
///
/// @param features which those are
record SeriesInput(SeriesFeatures features) implements ItemInput {

  @Override
  public int width() {
    return features.count();
  }

  @Override
  public Value apply(Tape tape, ItemBatch batch) {
    float[] values = batch.values(width());
    Tensor steps = tape.allocate(Shape.of(batch.steps(), batch.rows(), width()));
    for (int i = 0; i < values.length; i++) {
      steps.set(i, values[i]);
    }
    return tape.constant(steps);
  }

  /// Writes what the layers read of one step, `[I]`.
  ///
  /// @throws dev.refrain.data.DataException if there are not as many values as features, or one is
  ///     not a number
  void put(float[] values, Tensor step) {
    if (values.length != width()) {
      throw new DataException(
          "%d values for a step, the model reads %d: %s"
              .formatted(values.length, width(), features.names()));
    }
    for (int f = 0; f < values.length; f++) {
      if (!Float.isFinite(values[f])) {
        throw new DataException(
            "The value of %s is %s; give a number, for example the last one that was known."
                .formatted(features.names().get(f), values[f]));
      }
    }
    for (int f = 0; f < values.length; f++) {
      step.set(f, features.scaling().apply(f, values[f]));
    }
  }

  /// None: the configuration holds what it needs.
  @Override
  public Map<String, List<String>> files() {
    return Map.of();
  }
}
