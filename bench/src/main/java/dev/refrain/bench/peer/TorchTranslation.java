package dev.refrain.bench.peer;

import dev.refrain.data.PairBatch;
import dev.refrain.nn.Parameters;
import dev.refrain.task.translation.TranslationConfig;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// A [TorchTranslationModel] learning whole batches by Adam with full teacher forcing: logits of
/// all steps at once → mean cross-entropy; clipping by the global norm.
///
/// Not for more than one thread at a time.
public final class TorchTranslation implements AutoCloseable {
  private final TorchTranslationModel model;
  private final AdamSteps steps;

  /// A model that starts with Refrain's weights.
  ///
  /// @param config of the Refrain model
  /// @param start the Refrain model's weights
  /// @param rate of Adam
  /// @param clip largest global norm of the gradient
  public TorchTranslation(TranslationConfig config, Parameters start, double rate, double clip) {
    model = new TorchTranslationModel(config, start);
    steps = new AdamSteps(model.weights(), rate, clip);
  }

  /// How many numbers are learned.
  public long size() {
    return model.weights().count();
  }

  /// One step of training.
  ///
  /// @return mean loss in nats per token, before the step
  public double step(PairBatch batch) {
    return steps.step(() -> loss(batch));
  }

  private Tensor loss(PairBatch batch) {
    long rows = batch.rows();
    var read = model.encode(Ids.of(batch.source(), batch.sourceSteps(), rows));
    Tensor inputs = model.embed(Ids.of(batch.inputs(), batch.targetSteps(), rows));
    Tensor readouts = model.decoder().read(read.sequence(), read.begin(), inputs);
    Tensor targets = Ids.of(batch.targets(), batch.targetSteps() * rows);
    return torch.cross_entropy_loss(model.logits(readouts), targets);
  }

  @Override
  public void close() {
    steps.close();
    model.close();
  }
}
