package dev.refrain.bench.peer;

import dev.refrain.nn.Parameters;
import dev.refrain.task.tagging.CharacterInput;
import dev.refrain.task.tagging.TagOutput;
import dev.refrain.task.tagging.TaggingConfig;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// Refrain's tagger in libtorch, learning by Adam: embedding of words → one LSTM layer in both
/// directions → what speaks for each tag → [TorchChain]; clipping by the global norm.
///
/// It has no masks: all sentences of a batch are of one length. Not for more than one thread at a
/// time.
public final class TorchTagger {
  private final TorchWeights weights;
  private final TorchTextLayers layers;
  private final TorchChain chain;
  private final AdamSteps steps;

  /// A model that starts with Refrain's weights.
  ///
  /// @param config of the Refrain model
  /// @param start the Refrain model's weights
  /// @param rate of Adam
  /// @param clip largest global norm of the gradient
  public TorchTagger(TaggingConfig config, Parameters start, double rate, double clip) {
    if (!config.characters().equals(CharacterInput.none())
        || config.output() != TagOutput.CRF
        || config.constrained()
        || config.words().dropout() > 0
        || config.inputDropout() > 0
        || config.outputDropout() > 0) {
      throw new IllegalArgumentException(
          "the peer is a CRF over words without constraints and dropout, expected this of "
              + config);
    }
    weights = new TorchWeights(start);
    layers = new TorchTextLayers(weights, "words.weight", config.recurrent());
    chain = new TorchChain(weights, "chain");
    steps = new AdamSteps(weights, rate, clip);
  }

  /// How many numbers are learned.
  public long size() {
    return weights.count();
  }

  /// One step of training.
  ///
  /// @param batch with a tag for each word
  /// @return mean loss in nats per word, before the step
  public double step(LabelledBatch batch) {
    if (!batch.full()) {
      throw new IllegalArgumentException("expected sentences of one length");
    }
    return steps.step(() -> loss(batch));
  }

  private Tensor loss(LabelledBatch batch) {
    Tensor emissions = weights.linear("output", layers.read(batch));
    Tensor tags = Ids.of(batch.labels(), batch.steps(), batch.rows());
    return chain.loss(emissions, tags).div(new Scalar(batch.steps() * batch.rows()));
  }
}
