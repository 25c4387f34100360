package dev.refrain.bench.peer;

import dev.refrain.nn.Parameters;
import dev.refrain.nn.readout.ReadoutKind;
import dev.refrain.task.classification.ClassificationConfig;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Refrain's text classifier in libtorch, learning by Adam: embedding → one LSTM layer in both
/// directions → attention over its steps (Yang et al. 2016) → logits → mean cross-entropy; clipping
/// by the global norm.
///
/// Not for more than one thread at a time.
public final class TorchClassifier {
  private static final long STEPS = 0;

  private final TorchWeights weights;
  private final TorchTextLayers layers;
  private final AdamSteps steps;

  /// A model that starts with Refrain's weights.
  ///
  /// @param config of the Refrain model
  /// @param start the Refrain model's weights
  /// @param rate of Adam
  /// @param clip largest global norm of the gradient
  public TorchClassifier(ClassificationConfig config, Parameters start, double rate, double clip) {
    if (config.readout() != ReadoutKind.ATTENTION
        || config.inputDropout() > 0
        || config.outputDropout() > 0
        || config.labelSmoothing() > 0
        || config.balanced()
        || !config.classWeights().isEmpty()) {
      throw new IllegalArgumentException(
          "the peer reads out by attention, without dropout, smoothing and weights of classes,"
              + " expected this of "
              + config);
    }
    weights = new TorchWeights(start);
    layers = new TorchTextLayers(weights, "embedding.weight", config.recurrent());
    steps = new AdamSteps(weights, rate, clip);
  }

  /// How many numbers are learned.
  public long size() {
    return weights.count();
  }

  /// One step of training.
  ///
  /// @param batch with a label for each sequence
  /// @return mean loss in nats per sequence, before the step
  public double step(LabelledBatch batch) {
    return steps.step(() -> loss(batch));
  }

  private Tensor loss(LabelledBatch batch) {
    Tensor logits = weights.linear("output", readOut(layers.read(batch), batch));
    return torch.cross_entropy_loss(logits, Ids.of(batch.labels(), batch.rows()));
  }

  /// @param sequence `[T,B,F]`
  /// @return `[B,F]`
  private Tensor readOut(Tensor sequence, LabelledBatch batch) {
    Tensor bias =
        weights.get("readout.key.bias").add(weights.get("readout.query.weight").squeeze(1));
    Tensor compared =
        torch.linear(sequence, weights.get("readout.key.weight"), new TensorOptional(bias)).tanh_();
    Tensor scores = torch.matmul(compared, weights.get("readout.score"));
    if (!batch.full()) {
      var padding = Tensor.create(batch.padding(), batch.steps(), batch.rows());
      scores = scores.masked_fill(padding, new Scalar(Double.NEGATIVE_INFINITY));
    }
    Tensor looks = torch.softmax(scores, STEPS);
    return torch.bmm(looks.t().unsqueeze(1), sequence.transpose(0, 1)).squeeze(1);
  }
}
