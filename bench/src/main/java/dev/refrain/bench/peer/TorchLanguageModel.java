package dev.refrain.bench.peer;

import dev.refrain.data.IdBatch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// The character language model in libtorch: embedding or one-hot → LSTM or GRU layers → linear →
/// mean cross-entropy over all positions; Adam; clipping by the global norm.
///
/// Weights start as PyTorch starts them: embedding N(0, 1), all others uniform within ±1/√width.
/// Batches have a target for every position. Not for more than one thread at a time; libtorch's own threads are set by
/// `torch.set_num_threads`.
public final class TorchLanguageModel implements AutoCloseable {

  /// How the model is trained.
  ///
  /// @param rate of Adam
  /// @param clip largest global norm of the gradient; 0 for no clipping
  /// @param seed of weights and dropout
  public record Training(double rate, double clip, long seed) {}

  private final ModelShape shape;
  private final double clip;
  private final EmbeddingImpl embedding;
  private final TorchRecurrentLayers recurrent;
  private final LinearImpl output;
  private final Module all;
  private final TensorVector parameters;
  private final Adam optimizer;

  /// A model with PyTorch's starting weights.
  ///
  /// @param batch sequences whose state is carried from step to step
  public TorchLanguageModel(ModelShape shape, Training training, int batch) {
    this.shape = shape;
    clip = training.clip();
    torch.manual_seed(training.seed());
    all = new Module();
    embedding =
        shape.embedding() == 0 ? null : new EmbeddingImpl(shape.vocabulary(), shape.embedding());
    if (embedding != null) {
      all.register_module("embedding", embedding);
    }
    recurrent = TorchRecurrentLayers.of(shape, batch);
    all.register_module("recurrent", recurrent.module());
    output = new LinearImpl(shape.hidden(), shape.vocabulary());
    all.register_module("output", output);
    parameters = all.parameters();
    optimizer = new Adam(parameters, new AdamOptions(training.rate()));
  }

  /// One step of training from a zero state.
  ///
  /// @return mean loss in nats per character, before the step
  public double step(IdBatch batch) {
    return step(batch, false);
  }

  /// One step of training from the state that the last such step left; gradients do not flow into
  /// the steps before.
  ///
  /// @return mean loss in nats per character, before the step
  public double stepCarryingState(IdBatch batch) {
    return step(batch, true);
  }

  private double step(IdBatch batch, boolean carryState) {
    try (var _ = new PointerScope()) {
      all.train(true);
      optimizer.zero_grad();
      Tensor loss = loss(batch, carryState);
      loss.backward();
      if (clip > 0) {
        torch.clip_grad_norm_(parameters, clip);
      }
      optimizer.step();
      return loss.item_float();
    }
  }

  /// Mean loss in nats per character, without dropout.
  public double evaluate(IdBatch batch, boolean carryState) {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      all.eval();
      return loss(batch, carryState).item_float();
    }
  }

  /// Sets the carried state to zero.
  public void forget() {
    try (var _ = new NoGradGuard()) {
      recurrent.forget();
    }
  }

  private Tensor loss(IdBatch batch, boolean carryState) {
    long steps = batch.steps();
    long rows = batch.rows();
    Tensor ids = Tensor.create(batch.inputs(), steps, rows).to(ScalarType.Long);
    Tensor targets = Tensor.create(batch.targets(), steps * rows).to(ScalarType.Long);
    Tensor input =
        embedding == null
            ? torch.one_hot(ids, shape.vocabulary()).to(ScalarType.Float)
            : embedding.forward(ids);
    Tensor hidden = carryState ? recurrent.carry(input) : recurrent.start(input);
    Tensor logits = output.forward(hidden.reshape(steps * rows, shape.hidden()));
    return torch.cross_entropy_loss(logits, targets);
  }

  /// PyTorch's names of all weights, for example `recurrent.weight_ih_l0`.
  public List<String> weightNames() {
    try (var _ = new PointerScope()) {
      StringTensorDict named = all.named_parameters();
      var names = new ArrayList<String>();
      for (long i = 0; i < named.size(); i++) {
        names.add(named.get(i).key().getString());
      }
      return names;
    }
  }

  /// A copy of a weight, row-major.
  public float[] weight(String name) {
    try (var _ = new PointerScope()) {
      Tensor weight = find(name);
      var values = new float[Math.toIntExact(weight.numel())];
      new FloatPointer(weight.data_ptr()).get(values);
      return values;
    }
  }

  /// Replaces a weight by `values`, row-major: so that a contender can start from the same point.
  public void setWeight(String name, float[] values) {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      Tensor weight = find(name);
      if (values.length != weight.numel()) {
        throw new IllegalArgumentException(
            "expected %d values for %s, found %d".formatted(weight.numel(), name, values.length));
      }
      weight.copy_(Tensor.create(values, weight.shape()));
    }
  }

  private Tensor find(String name) {
    StringTensorDict named = all.named_parameters();
    if (!named.contains(name)) {
      throw new IllegalArgumentException(
          "expected one of %s, found %s".formatted(weightNames(), name));
    }
    return named.get(name);
  }

  @Override
  public void close() {
    optimizer.close();
    parameters.close();
    all.close();
  }
}
