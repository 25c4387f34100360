package dev.refrain.bench.peer;

import dev.refrain.data.IdBatch;
import dev.refrain.nn.Parameters;
import dev.refrain.task.language.LanguageModelConfig;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Refrain's language model in libtorch, learning by Adam: embedding → LSTM or GRU layers → logits of
/// all steps at once → mean cross-entropy; clipping by the global norm.
///
/// Not for more than one thread at a time.
public final class TorchLanguageSteps {
  private final TorchWeights weights;
  private final TorchLayers layers;
  private final AdamSteps steps;

  /// A model that starts with Refrain's weights.
  ///
  /// @param config of the Refrain model; dropout and tied weights are not done here
  /// @param start the Refrain model's weights
  /// @param rate of Adam
  /// @param clip largest global norm of the gradient
  public TorchLanguageSteps(
      LanguageModelConfig config, Parameters start, double rate, double clip) {
    weights = new TorchWeights(start);
    layers = new TorchLayers(weights, "recurrent", config.recurrent());
    steps = new AdamSteps(weights, rate, clip);
  }

  /// How many numbers are learned.
  public long size() {
    return weights.count();
  }

  /// One step of training from a state of zeros.
  ///
  /// @return mean loss in nats per token, before the step
  public double step(IdBatch batch) {
    return steps.step(() -> loss(batch));
  }

  private Tensor loss(IdBatch batch) {
    long rows = batch.rows();
    Tensor ids = Ids.of(batch.inputs(), batch.steps(), rows);
    Tensor read =
        layers
            .apply(torch.embedding(weights.get("embedding.weight"), ids), layers.zeros(rows))
            .sequence();
    Tensor logits = weights.linear("output", read.reshape(batch.steps() * rows, layers.hidden()));
    return torch.cross_entropy_loss(logits, Ids.of(batch.targets(), batch.steps() * rows));
  }
}
