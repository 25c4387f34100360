package dev.refrain.bench.peer;

import static org.bytedeco.pytorch.global.torch.pack_padded_sequence;
import static org.bytedeco.pytorch.global.torch.pad_packed_sequence;

import dev.refrain.bench.layer.LayerShape;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.PackedSequence;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// Recurrent layers in libtorch, learning one batch by plain descent: loss = Σ output ⊙ weighing / B.
/// What libtorch has no layer for is composed, see [TorchComposedLstm].
public final class TorchLayerSteps {
  private static final boolean BATCH_FIRST = false;

  private final LayerShape shape;
  private final double rate;
  private final TorchWeights weights;
  private final Tensor inputs;
  private final Tensor weighing;
  private final Reading reading;

  /// Runs the layers over `[T, B, I]`.
  private interface Reading {
    Tensor read(Tensor inputs);
  }

  /// Layers that start with Refrain's weights.
  ///
  /// @param rate of the descent
  public TorchLayerSteps(RecurrentConfig config, Parameters start, LayerShape shape, double rate) {
    this.shape = shape;
    this.rate = rate;
    weights = new TorchWeights(start);
    inputs = tensor(shape.inputs()).requires_grad_(true);
    int width = config.width(config.hidden().size() - 1);
    weighing = tensor(shape.weighing(width));
    reading = reading(config);
  }

  private Reading reading(RecurrentConfig config) {
    if (TorchComposed.isNeeded(config)) {
      return new TorchComposed(weights, config)::read;
    }
    var layers = new TorchLayers(weights, "recurrent", config);
    if (shape.ragged() && !layers.lstm()) {
      return read -> packed(layers, read);
    }
    // Padding weighs nothing, and an LSTM that reads it goes through oneDNN, which packed sequences
    // do not.
    return read -> layers.apply(read, layers.zeros(shape.batch())).sequence();
  }

  /// Without what stands behind the end of a sequence.
  private Tensor packed(TorchLayers layers, Tensor read) {
    Tensor lengths = Ids.of(shape.lengths(), shape.batch());
    boolean falling = true;
    PackedSequence packed = pack_padded_sequence(read, lengths, BATCH_FIRST, falling);
    PackedSequence output =
        new PackedSequence(
            layers.applyPacked(packed.data(), packed.batch_sizes(), layers.zeros(shape.batch())),
            packed.batch_sizes());
    return pad_packed_sequence(output, BATCH_FIRST, 0, new LongOptional()).get0();
  }

  private static Tensor tensor(dev.refrain.tensor.Tensor from) {
    long[] extents = Arrays.stream(from.shape().toArray()).asLongStream().toArray();
    return Tensor.create(from.toArray(), extents);
  }

  /// How many numbers are learned.
  public long size() {
    return weights.count();
  }

  /// One step of training.
  ///
  /// @return the loss before it
  public double step() {
    try (var _ = new PointerScope()) {
      inputs.mutable_grad().reset();
      Tensor loss = reading.read(inputs).mul(weighing).sum().div(new Scalar(shape.batch()));
      weights.backward(loss);
      weights.descend(rate);
      return loss.item_float();
    }
  }
}
