package dev.refrain.train;

import dev.refrain.autodiff.Tape;
import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.Map;

/// A model with its data, ready to be trained: the only thing the trainer knows of either.
public interface Task {

  /// What is learned.
  Parameters parameters();

  /// Prepares an epoch: puts the data in this epoch's order, drawn from `rng`, and forgets carried
  /// state. Called with the same numbers when a run resumes within the epoch.
  void startEpoch(int epoch, Rng rng);

  /// How many steps the current epoch has.
  int steps();

  /// The loss of one shard of one training step. Called at the same time for different shards of
  /// one step, each with a tape of its own; never for two steps at once.
  ///
  /// @return null if the shard has no rows (fewer rows than shards)
  ShardLoss loss(Tape tape, int step, Shard shard);

  /// How many steps the validation data has; 0 if none was held out.
  int validationSteps();

  /// The loss of one shard of one validation step, on an evaluating tape; else like [#loss]. Steps
  /// come in order, so state may be carried from one to the next, separate from training's.
  ShardLoss validationLoss(Tape tape, int step, Shard shard);

  /// State that training carries from one step to the next beside the parameters (the hidden state
  /// of continuous text), by name; empty if none. Saved with a checkpoint.
  Map<String, Tensor> carried();

  /// Puts back what [#carried] gave, after [#startEpoch].
  void restoreCarried(Map<String, Tensor> carried);
}
