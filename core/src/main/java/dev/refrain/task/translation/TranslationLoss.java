package dev.refrain.task.translation;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.data.EncodedPair;
import dev.refrain.data.PairBatch;
import dev.refrain.data.PairBatches;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.train.ShardLoss;
import java.util.List;

/// How well a model foresees sentences, each token given the true ones before.
///
/// @param nats the sum of `−log p` over all tokens
/// @param tokens how many there are, ends included
public record TranslationLoss(double nats, long tokens) {

  /// How many pairs go on one tape.
  private static final int BATCH = 32;

  static TranslationLoss of(TranslationModel model, List<EncodedPair> pairs) {
    var batches =
        new PairBatches(
            SourceSide.ended(pairs, model.source().end()),
            model.target().begin(),
            model.target().end(),
            BATCH);
    Kernels kernels = Devices.best();
    BufferPool pool = new BufferPool(kernels.precision());
    PairBatch batch = new PairBatch();
    double nats = 0;
    long tokens = 0;
    for (int step = 0; step < batches.steps(); step++) {
      batches.fill(step, 0, batches.rows(step), batch);
      try (Tape tape = Tape.evaluating(kernels, pool)) {
        ShardLoss loss = TranslationTask.loss(tape, model, batch);
        nats += loss.sum().data().item();
        tokens += loss.count();
      }
    }
    return new TranslationLoss(nats, tokens);
  }

  /// The mean over all tokens.
  public double natsPerToken() {
    return nats / tokens;
  }

  /// Between how many tokens the model hesitates at each.
  public double perplexity() {
    return Math.exp(natsPerToken());
  }
}
