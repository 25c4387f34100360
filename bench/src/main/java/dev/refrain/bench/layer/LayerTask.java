package dev.refrain.bench.layer;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// One batch, learned again and again: loss = Σ output ⊙ weighing / B. The gradient of what is read
/// is taken too, as for a layer that has others below it.
final class LayerTask implements Task {
  private static final int STEPS = 1_000; // of an epoch, which there is nothing behind

  private final Parameters parameters;
  private final Recurrent layers;
  private final Tensor inputs;
  private final Tensor weighing;
  private final int[] lengths; // null: all are T
  private Part[] parts = {};

  /// What a shard reads: its rows of the batch.
  @SuppressWarnings("ArrayRecordComponent") // parts are not compared
  private record Part(Tensor inputs, Tensor weighing, int[] lengths) {}

  LayerTask(Parameters parameters, Recurrent layers, LayerShape shape) {
    this.parameters = parameters;
    this.layers = layers;
    inputs = shape.inputs();
    weighing = shape.weighing(layers.outputSize());
    lengths = shape.ragged() ? shape.lengths() : null;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public void startEpoch(int epoch, Rng rng) {
    // the same batch
  }

  @Override
  public int steps() {
    return STEPS;
  }

  @Override
  public ShardLoss loss(Tape tape, int step, Shard shard) {
    Part part = part(shard);
    if (part.inputs().shape().size() == 0) {
      return null;
    }
    Value read = tape.parameter(part.inputs());
    Value output = layers.apply(tape, read, part.lengths(), List.of()).sequence();
    Value sum = output.times(tape.constant(part.weighing())).sum();
    return new ShardLoss(sum, part.inputs().shape().extent(1));
  }

  private synchronized Part part(Shard shard) {
    if (parts.length != shard.count()) {
      parts = new Part[shard.count()];
    }
    if (parts[shard.index()] == null) {
      int batch = inputs.shape().extent(1);
      parts[shard.index()] = rows(shard.from(batch), shard.to(batch));
    }
    return parts[shard.index()];
  }

  private Part rows(int from, int to) {
    return new Part(
        rows(inputs, from, to),
        rows(weighing, from, to),
        lengths == null ? null : Arrays.copyOfRange(lengths, from, to));
  }

  private static Tensor rows(Tensor of, int from, int to) {
    int steps = of.shape().extent(0);
    int batch = of.shape().extent(1);
    int width = of.shape().columns();
    Tensor rows = Tensor.zeros(of.precision(), Shape.of(steps, to - from, width));
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < (to - from) * width; i++) {
        rows.set(step * (to - from) * width + i, of.get((step * batch + from) * width + i));
      }
    }
    return rows;
  }

  @Override
  public int validationSteps() {
    return 0;
  }

  @Override
  public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
    throw new UnsupportedOperationException("nothing is held out");
  }

  @Override
  public Map<String, Tensor> carried() {
    return Map.of();
  }

  @Override
  public void restoreCarried(Map<String, Tensor> carried) {
    // nothing is
  }
}
