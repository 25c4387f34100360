package dev.refrain.bench.training;

import dev.refrain.autodiff.Tape;
import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Task;
import java.util.Map;

/// A task whose epochs all have one order, so that a peer can learn the same batches in the same
/// order.
record InOrder(Task task) implements Task {
  private static final long SEED = 1;

  /// What the order is drawn from.
  static Rng rng() {
    return Rng.seeded(SEED);
  }

  @Override
  public Parameters parameters() {
    return task.parameters();
  }

  @Override
  public void startEpoch(int epoch, Rng rng) {
    task.startEpoch(epoch, rng());
  }

  @Override
  public int steps() {
    return task.steps();
  }

  @Override
  public ShardLoss loss(Tape tape, int step, Shard shard) {
    return task.loss(tape, step, shard);
  }

  @Override
  public int validationSteps() {
    return task.validationSteps();
  }

  @Override
  public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
    return task.validationLoss(tape, step, shard);
  }

  @Override
  public Map<String, Tensor> carried() {
    return task.carried();
  }

  @Override
  public void restoreCarried(Map<String, Tensor> carried) {
    task.restoreCarried(carried);
  }
}
