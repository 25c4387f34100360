package dev.refrain.task.classification;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.series.Augmentation;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.loss.CrossEntropy;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Task;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;

/// A classifier with the items it learns, as the trainer sees them. Predictions are items.
///
/// Validation weighs classes as training does, without label smoothing.
public final class ClassificationTask implements Task {
  private final ClassificationModel model;
  private final double[] weights; // null if all items count the same
  private final Augmentation augmentation; // null if items are learned as they are
  private final ItemBatches training;
  private final ItemBatches validation;
  private final int heldOut;
  private int[] right = {}; // held-out items, by shard

  /// A task to learn `corpus`, which must be the one that the model was made for, or have its labels
  /// and its vocabulary.
  ///
  /// @throws dev.refrain.data.DataException if a class is weighted that there is not
  public ClassificationTask(ClassificationModel model, ClassificationCorpus corpus) {
    this.model = model;
    weights = ClassWeights.of(model.config(), corpus.labels(), corpus.trainingCounts());
    SeriesConfig series = model.config().series();
    augmentation =
        series != null && series.augmentation().active()
            ? new Augmentation(series.augmentation(), corpus.features().scaling())
            : null;
    training = new ItemBatches(corpus.training(), model.config().batch());
    validation = new ItemBatches(corpus.validation(), model.config().batch());
    heldOut = corpus.validationItems();
  }

  public ClassificationModel model() {
    return model;
  }

  @Override
  public Parameters parameters() {
    return model.parameters();
  }

  @Override
  public void startEpoch(int epoch, Rng rng) {
    training.startEpoch(rng);
  }

  @Override
  public int steps() {
    return training.steps();
  }

  @Override
  public ShardLoss loss(Tape tape, int step, Shard shard) {
    ItemBatch batch = batch(training, step, shard);
    if (batch != null && augmentation != null) {
      batch = batch.changed(augmentation, tape.rng().split("augmentation"));
    }
    return batch == null
        ? null
        : loss(model.read(tape, batch).logits(), batch, model.config().labelSmoothing());
  }

  private ShardLoss loss(Value logits, ItemBatch batch, double smoothing) {
    Value sum =
        weights == null
            ? CrossEntropy.smoothed(logits, batch.labels(), smoothing)
            : CrossEntropy.weighted(logits, batch.labels(), smoothing, weights);
    return new ShardLoss(sum, batch.rows());
  }

  @Override
  public int validationSteps() {
    return validation.steps();
  }

  @Override
  public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
    if (step == 0) {
      startCounting(shard);
    }
    ItemBatch batch = batch(validation, step, shard);
    if (batch == null) {
      return null;
    }
    Value logits = model.read(tape, batch).logits();
    int[] predicted = new int[batch.rows()];
    tape.kernels().argmaxRows(logits.matrix(), predicted);
    for (int row = 0; row < predicted.length; row++) {
      right[shard.index()] += predicted[row] == batch.labels()[row] ? 1 : 0;
    }
    return loss(logits, batch, 0);
  }

  /// Each shard counts for itself, so that the sum does not depend on which is faster.
  private synchronized void startCounting(Shard shard) {
    if (right.length != shard.count()) {
      right = new int[shard.count()];
    }
    right[shard.index()] = 0;
  }

  /// The part of the held-out items that was classified rightly at the last validation; empty if
  /// there was none.
  public OptionalDouble validationAccuracy() {
    return heldOut == 0 || right.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) Arrays.stream(right).sum() / heldOut);
  }

  /// The shard's rows of a step, null if it has none.
  private static ItemBatch batch(ItemBatches of, int step, Shard shard) {
    int rows = of.rows(step);
    int from = shard.from(rows);
    int to = shard.to(rows);
    return from == to ? null : of.batch(step, from, to);
  }

  /// Nothing: every batch begins anew.
  @Override
  public Map<String, Tensor> carried() {
    return Map.of();
  }

  @Override
  public void restoreCarried(Map<String, Tensor> carried) {
    if (!carried.isEmpty()) {
      throw new IllegalArgumentException(
          "the state to go on with has the parts %s, this task has none"
              .formatted(carried.keySet()));
    }
  }
}
