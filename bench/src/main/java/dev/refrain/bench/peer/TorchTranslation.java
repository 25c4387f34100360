package dev.refrain.bench.peer;

import dev.refrain.data.PairBatch;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.task.translation.TranslationConfig;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Refrain's encoder–decoder with additive attention in libtorch, learning whole batches by Adam
/// with full teacher forcing: embedding → encoder → bridge → [TorchAttentionDecoder] → logits of all
/// steps at once → mean cross-entropy; clipping by the global norm.
///
/// It has no masks: all sentences of a batch are of one length. Not for more than one thread at a
/// time.
public final class TorchTranslation implements AutoCloseable {
  private final TorchWeights weights;
  private final TorchLayers encoder;
  private final TorchBridge bridge;
  private final TorchAttentionDecoder decoder;
  private final AdamSteps steps;

  /// A model that starts with Refrain's weights.
  ///
  /// @param config of the Refrain model; what is not said there of dropout, tied weights and the
  ///     like is not done here
  /// @param start the Refrain model's weights
  /// @param rate of Adam
  /// @param clip largest global norm of the gradient
  public TorchTranslation(TranslationConfig config, Parameters start, double rate, double clip) {
    if (config.attention() != AttentionKind.ADDITIVE
        || config.tied()
        || config.sharedVocabulary()
        || config.reversedSource()
        || config.inputDropout() > 0
        || config.outputDropout() > 0
        || config.labelSmoothing() > 0) {
      throw new IllegalArgumentException(
          "the peer is of additive attention without dropout and smoothing, expected this of "
              + config);
    }
    weights = new TorchWeights(start);
    encoder = new TorchLayers(weights, "encoder.recurrent", config.encoder());
    bridge = new TorchBridge(weights, config.bridge(), encoder);
    decoder = new TorchAttentionDecoder(weights, config.decoder());
    steps = new AdamSteps(weights, rate, clip);
  }

  /// How many numbers are learned.
  public long size() {
    return weights.count();
  }

  /// One step of training.
  ///
  /// @return mean loss in nats per token, before the step
  public double step(PairBatch batch) {
    return steps.step(() -> loss(batch));
  }

  private Tensor loss(PairBatch batch) {
    long rows = batch.rows();
    Tensor source = Ids.of(batch.source(), batch.sourceSteps(), rows);
    Tensor inputs = Ids.of(batch.inputs(), batch.targetSteps(), rows);
    Tensor targets = Ids.of(batch.targets(), batch.targetSteps() * rows);
    TorchLayers.Output read =
        encoder.apply(
            torch.embedding(weights.get("encoder.embedding.weight"), source), encoder.zeros(rows));
    Tensor readouts =
        decoder.read(
            read.sequence(),
            bridge.apply(read.last()),
            torch.embedding(weights.get("decoder.embedding.weight"), inputs));
    Tensor logits = weights.linear("decoder.output", readouts);
    return torch.cross_entropy_loss(logits, targets);
  }

  @Override
  public void close() {
    steps.close();
    weights.close();
  }
}
