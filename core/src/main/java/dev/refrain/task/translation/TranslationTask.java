package dev.refrain.task.translation;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.EncodedPairs;
import dev.refrain.data.PairBatch;
import dev.refrain.data.PairBatches;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.loss.CrossEntropy;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Task;
import java.util.Map;

/// A translation model with the pairs it learns, as the trainer sees them. Predictions are tokens of
/// the target, its end included.
///
/// Validation always reads the true tokens, without smoothing.
public final class TranslationTask implements Task {
  private final TranslationModel model;
  private final PairBatches training;
  private final PairBatches validation; // null if nothing is held out
  private double ratio;
  private PairBatch[] batches = {};

  /// A task to learn `corpus`, which must be the one that the model was made for, or have its
  /// vocabularies.
  public TranslationTask(TranslationModel model, TranslationCorpus corpus) {
    this.model = model;
    training = batches(model, corpus.training());
    validation = corpus.validation().pairs().isEmpty() ? null : batches(model, corpus.validation());
  }

  private static PairBatches batches(TranslationModel model, EncodedPairs pairs) {
    return new PairBatches(
        SourceSide.ended(pairs.pairs(), model.source().end()),
        model.target().begin(),
        model.target().end(),
        model.config().batch());
  }

  public TranslationModel model() {
    return model;
  }

  @Override
  public Parameters parameters() {
    return model.parameters();
  }

  @Override
  public void startEpoch(int epoch, Rng rng) {
    training.startEpoch(rng);
    ratio = model.config().teacherForcing().at(epoch);
  }

  @Override
  public int steps() {
    return training.steps();
  }

  @Override
  public ShardLoss loss(Tape tape, int step, Shard shard) {
    PairBatch batch = batch(training, step, shard);
    if (batch == null) {
      return null;
    }
    TeacherForcing.Per per = model.config().teacherForcing().per();
    Forcing forcing =
        ratio == 1 ? null : Forcing.draw(per, ratio, batch.targetSteps(), batch.rows(), tape.rng());
    Writing writing =
        forcing == null
            ? Writing.known(tape, model, batch)
            : Writing.mixed(tape, model, batch, forcing);
    Value choices = HardAttentionLoss.of(model.decoder().baseline(), writing, batch.targets());
    Value sum =
        CrossEntropy.consuming(writing.logits(), batch.targets(), model.config().labelSmoothing());
    return new ShardLoss(choices == null ? sum : sum.plus(choices), tokens(batch));
  }

  @Override
  public int validationSteps() {
    return validation == null ? 0 : validation.steps();
  }

  @Override
  public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
    PairBatch batch = batch(validation, step, shard);
    return batch == null ? null : loss(tape, model, batch);
  }

  /// The loss of targets that are known.
  static ShardLoss loss(Tape tape, TranslationModel model, PairBatch batch) {
    Value logits = Writing.known(tape, model, batch).logits();
    return new ShardLoss(CrossEntropy.consuming(logits, batch.targets(), 0), tokens(batch));
  }

  private static long tokens(PairBatch batch) {
    long tokens = 0;
    for (int length : batch.targetLengths()) {
      tokens += length;
    }
    return tokens;
  }

  /// The shard's rows of a step, null if it has none.
  private PairBatch batch(PairBatches of, int step, Shard shard) {
    int rows = of.rows(step);
    if (shard.from(rows) == shard.to(rows)) {
      return null;
    }
    PairBatch batch = batch(shard);
    of.fill(step, shard.from(rows), shard.to(rows), batch);
    return batch;
  }

  /// The batch that a shard fills again at each step.
  private synchronized PairBatch batch(Shard shard) {
    if (batches.length != shard.count()) {
      batches = new PairBatch[shard.count()];
    }
    if (batches[shard.index()] == null) {
      batches[shard.index()] = new PairBatch();
    }
    return batches[shard.index()];
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
