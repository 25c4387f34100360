package dev.refrain.bench.peer;

import dev.refrain.nn.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// The weights of a Refrain model as libtorch learns them: the same names, shapes and numbers.
///
/// Where PyTorch has two biases for a recurrent layer and Refrain one, the second is added under the
/// name `recurrent_bias` and stays zero: all of it for an LSTM, for a GRU the gates r and z (of n
/// Refrain has both). Learned, the two would move twice as fast as Refrain's one.
final class TorchWeights implements AutoCloseable {
  private static final String RECURRENT_WEIGHT = "recurrent_weight";
  private static final String RECURRENT_BIAS = "recurrent_bias";

  private final Map<String, Tensor> byName = new LinkedHashMap<>();
  private final List<Tensor> learned = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();

  /// A bias whose first `width` numbers are not to be learned.
  private record Held(Tensor bias, int width) {}

  /// Copies the weights of a model of LSTM or reset-after GRU layers.
  TorchWeights(Parameters model) {
    model.byName().forEach(this::add);
    for (String name : List.copyOf(byName.keySet())) {
      if (name.endsWith("." + RECURRENT_WEIGHT)) {
        addRecurrentBias(name.substring(0, name.length() - RECURRENT_WEIGHT.length()));
      }
    }
    for (Tensor weight : byName.values()) {
      if (weight.requires_grad()) {
        learned.add(weight);
      }
    }
  }

  private void add(String name, dev.refrain.tensor.Tensor weight) {
    long[] shape = Arrays.stream(weight.shape().toArray()).asLongStream().toArray();
    byName.put(name, Tensor.create(weight.toArray(), shape).requires_grad_(true));
  }

  private void addRecurrentBias(String path) {
    int width = Math.toIntExact(get(path + RECURRENT_WEIGHT).size(0));
    var values = new float[width];
    Tensor own = byName.get(path + RECURRENT_BIAS);
    if (own != null) {
      int hidden = Math.toIntExact(own.numel());
      new FloatPointer(own.data_ptr()).get(values, width - hidden, hidden);
    }
    Tensor whole = Tensor.create(values, width).requires_grad_(own != null);
    byName.put(path + RECURRENT_BIAS, whole);
    if (own != null) {
      held.add(new Held(whole, width - Math.toIntExact(own.numel())));
    }
  }

  /// A weight.
  ///
  /// @throws IllegalArgumentException if there is none of this name
  Tensor get(String name) {
    Tensor weight = byName.get(name);
    if (weight == null) {
      throw new IllegalArgumentException(
          "expected one of %s, found %s".formatted(byName.keySet(), name));
    }
    return weight;
  }

  /// A linear layer: `input`[..,I] · weight[O,I]ᵀ + bias[O], with the weights below `path`.
  Tensor linear(String path, Tensor input) {
    return torch.linear(input, get(path + ".weight"), new TensorOptional(get(path + ".bias")));
  }

  /// All weights that are learned, in an order that stays.
  List<Tensor> learned() {
    return learned;
  }

  /// How many numbers are learned.
  long count() {
    return learned.stream().mapToLong(Tensor::numel).sum()
        - held.stream().mapToLong(Held::width).sum();
  }

  /// Computes the gradients of `loss` anew. Those of the step before are forgotten without clearing
  /// their memory, as PyTorch's `set_to_none` does.
  void backward(Tensor loss) {
    learned.forEach(weight -> weight.mutable_grad().reset());
    loss.backward();
    held.forEach(bias -> bias.bias().grad().narrow(0, 0, bias.width()).zero_());
  }

  /// Plain descent: every weight moves against its gradient, dense or sparse.
  void descend(double rate) {
    try (var _ = new NoGradGuard()) {
      var step = new Scalar(-rate);
      learned.forEach(weight -> weight.add_(weight.grad(), step));
    }
  }

  /// Scales the gradients so that their common length is at most `norm`.
  void clip(double norm) {
    torch.clip_grad_norm_(new TensorVector(learned.toArray(Tensor[]::new)), norm);
  }

  @Override
  public void close() {
    byName.values().forEach(Tensor::close);
  }
}
