package dev.refrain.bench.golden;

import static org.bytedeco.pytorch.global.torch.manual_seed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// Runs one [RecurrentCase] forward and backward in PyTorch and describes everything about it.
///
/// The upstream gradients `d_output`, `d_hN` and `d_cN` are random; the gradients of everything else
/// are those of Σ output·d_output + Σ hN·d_hN + Σ cN·d_cN. In a ragged case input and `d_output` are
/// random in the padding too, where neither may have an effect.
final class RecurrentGolden {
  private static final double WEIGHT_BOUND = 0.6;
  private static final double DATA_BOUND = 1.5;

  private RecurrentGolden() {}

  static ObjectNode describe(RecurrentCase settings, long seed) {
    manual_seed(seed);
    var random = new SeededTensors(seed);
    TorchRecurrence recurrence = TorchRecurrence.of(settings);
    Map<String, Tensor> weights = drawWeights(recurrence, random);

    long steps = RecurrentCase.STEPS;
    long batch = RecurrentCase.BATCH;
    long hidden = RecurrentCase.HIDDEN;
    long directions = settings.directions();
    long stacked = settings.layers() * directions;
    boolean hasCell = settings.kind() == RecurrentCase.Kind.LSTM;

    Tensor input = leaf(random.uniform(DATA_BOUND, steps, batch, RecurrentCase.INPUT));
    Tensor h0 = leaf(random.uniform(DATA_BOUND, stacked, batch, hidden));
    Tensor dOutput = random.uniform(DATA_BOUND, steps, batch, directions * hidden);
    Tensor dHn = random.uniform(DATA_BOUND, stacked, batch, hidden);
    Optional<Tensor> c0 =
        hasCell
            ? Optional.of(leaf(random.uniform(DATA_BOUND, stacked, batch, hidden)))
            : Optional.empty();

    var result = recurrence.run(input, new TorchRecurrence.State(h0, c0));
    Tensor hN = result.last().hidden();
    Tensor loss = result.output().mul(dOutput).sum().add(hN.mul(dHn).sum());

    var tensors = new NamedTensors();
    tensors.put("input", input);
    tensors.put("h0", h0);
    c0.ifPresent(c -> tensors.put("c0", c));
    weights.forEach(tensors::put);
    tensors.put("output", result.output());
    tensors.put("hN", hN);
    tensors.put("d_output", dOutput);
    tensors.put("d_hN", dHn);
    if (hasCell) {
      Tensor cN = result.last().cell().orElseThrow();
      Tensor dCn = random.uniform(DATA_BOUND, stacked, batch, hidden);
      tensors.put("cN", cN);
      tensors.put("d_cN", dCn);
      loss = loss.add(cN.mul(dCn).sum());
    }

    loss.backward();
    tensors.put("d_input", input.grad());
    tensors.put("d_h0", h0.grad());
    c0.ifPresent(c -> tensors.put("d_c0", c.grad()));
    weights.forEach((name, weight) -> tensors.put("d_" + name, weight.grad()));
    return describe(settings, tensors);
  }

  private static Map<String, Tensor> drawWeights(TorchRecurrence recurrence, SeededTensors random) {
    var weights = new LinkedHashMap<String, Tensor>();
    var named = recurrence.weights();
    try (var _ = new NoGradGuard()) {
      for (long i = 0; i < named.size(); i++) {
        Tensor weight = named.get(i).value();
        weight.copy_(random.uniform(WEIGHT_BOUND, weight.shape()));
        weights.put(named.get(i).key().getString(), weight);
      }
    }
    return weights;
  }

  private static Tensor leaf(Tensor tensor) {
    return tensor.set_requires_grad(true);
  }

  private static ObjectNode describe(RecurrentCase settings, NamedTensors tensors) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("case", settings.id());
    json.put("kind", settings.kind().id());
    json.put("layers", settings.layers());
    json.put("bidirectional", settings.bidirectional());
    json.put("nonlinearity", settings.nonlinearity().isEmpty() ? null : settings.nonlinearity());
    if (settings.ragged()) {
      var lengths = json.putArray("lengths");
      settings.lengths().forEach(lengths::add);
    } else {
      json.putNull("lengths");
    }
    json.set("tensors", tensors.json());
    return json;
  }
}
