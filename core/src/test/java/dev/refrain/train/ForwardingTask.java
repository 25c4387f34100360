package dev.refrain.train;

import dev.refrain.autodiff.Tape;
import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.Map;

/// A task that does what another does; tests change one method.
abstract class ForwardingTask implements Task {
  private final Task task;

  ForwardingTask(Task task) {
    this.task = task;
  }

  @Override
  public Parameters parameters() {
    return task.parameters();
  }

  @Override
  public void startEpoch(int epoch, Rng rng) {
    task.startEpoch(epoch, rng);
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
