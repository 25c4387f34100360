package dev.refrain.task.classification;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
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

  /// None: the configuration holds what it needs.
  @Override
  public Map<String, List<String>> files() {
    return Map.of();
  }
}
