package dev.refrain.bench.peer;

import dev.refrain.data.IdBatch;
import dev.refrain.nn.Parameters;
import dev.refrain.task.language.LanguageModelConfig;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Refrain's language model in libtorch, learning by Adam: embedding → LSTM or GRU layers → logits of
/// all steps at once → mean cross-entropy; clipping by the global norm.
///
/// Not for more than one thread at a time.
public final class TorchLanguageSteps {
  private final TorchWeights weights;
  private final TorchLayers layers;
  private final FusedAdam optimizer;
  private final double clip;

  /// A model that starts with Refrain's weights.
  ///
  /// @param config of the Refrain model; dropout and tied weights are not done here
  /// @param start the Refrain model's weights
  /// @param rate of Adam
  /// @param clip largest global norm of the gradient
  public TorchLanguageSteps(
      LanguageModelConfig config, Parameters start, double rate, double clip) {
    this.clip = clip;
    weights = new TorchWeights(start);
    layers = new TorchLayers(weights, "recurrent", config.recurrent());
    optimizer = new FusedAdam(weights.learned(), rate);
  }

  /// How many numbers are learned.
  public long size() {
    return weights.count();
  }

  /// One step of training from a state of zeros.
  ///
  /// @return mean loss in nats per token, before the step
  public double step(IdBatch batch) {
    try (var _ = new PointerScope()) {
      long rows = batch.rows();
      Tensor ids = longs(batch.inputs(), batch.steps(), rows);
      Tensor read =
          layers
              .apply(torch.embedding(weights.get("embedding.weight"), ids), layers.zeros(rows))
              .sequence();
      Tensor logits = weights.linear("output", read.reshape(batch.steps() * rows, layers.hidden()));
      Tensor loss = torch.cross_entropy_loss(logits, longs(batch.targets(), batch.steps() * rows));
      weights.backward(loss);
      weights.clip(clip);
      optimizer.step();
      return loss.item_float();
    }
  }

  private static Tensor longs(int[] ids, long... shape) {
    return Tensor.create(Arrays.stream(ids).asLongStream().toArray(), shape);
  }
}
