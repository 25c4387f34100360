package dev.refrain.bench.peer;

import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// One layer of what libtorch has no layer for, from its operations: an LSTM with layer
/// normalization, zoneout or dropout on the recurrent path, or a GRU whose reset comes before the
/// product. The input is projected for all steps at once, masks are drawn for all steps at once, and
/// a step has few operations with few gradients.
final class TorchComposed {
  private static final long COLUMNS = 1;
  private static final double EPSILON = 1e-5;

  private final RecurrentConfig config;
  private final TorchWeights weights;
  private final int hidden;

  TorchComposed(TorchWeights weights, RecurrentConfig config) {
    if (config.hidden().size() > 1 || config.bidirectional()) {
      throw new IllegalArgumentException("expected one layer in one direction, found " + config);
    }
    this.config = config;
    this.weights = weights;
    hidden = config.hidden().getFirst();
  }

  /// Whether libtorch has no layer of this kind.
  static boolean isNeeded(RecurrentConfig config) {
    return config.layerNorm()
        || config.recurrentDropout() > 0
        || config.zoneoutHidden() > 0
        || config.zoneoutCell() > 0
        || config.cell() == CellKind.GRU_RESET_BEFORE;
  }

  private Tensor weight(String name) {
    return weights.get("recurrent.layer0.forward." + name);
  }

  /// Runs over `input`[T,B,I] from a state of zeros.
  ///
  /// @return output [T,B,H]
  Tensor read(Tensor input) {
    return config.cell() == CellKind.LSTM ? lstm(input) : gru(input);
  }

  private Tensor lstm(Tensor input) {
    long batch = input.size(1);
    Tensor[] projected = projected(input).unbind(0).get();
    Tensor recurrentWeight = weight("recurrent_weight").t();
    Tensor h = torch.zeros(batch, hidden);
    Tensor c = torch.zeros(batch, hidden);
    Tensor dropped = keeping(config.recurrentDropout(), batch, hidden);
    Tensor[] newOutputs = steps(keeping(config.zoneoutHidden(), input.size(0), batch, hidden));
    Tensor[] newCells = steps(keeping(config.zoneoutCell(), input.size(0), batch, hidden));
    if (dropped != null) {
      dropped = dropped.div(new Scalar(1 - config.recurrentDropout()));
    }
    var outputs = new TensorVector();
    for (int t = 0; t < projected.length; t++) {
      Tensor from = dropped == null ? h : h.mul(dropped);
      Tensor gates =
          config.layerNorm()
              ? projected[t].add(normalized(torch.mm(from, recurrentWeight), "recurrent_weight"))
              : torch.addmm(projected[t], from, recurrentWeight);
      Tensor[] parts = split(gates, 2L * hidden, hidden, hidden);
      Tensor[] inputAndForget = split(parts[0].sigmoid(), hidden, hidden);
      Tensor fresh = torch.addcmul(inputAndForget[1].mul(c), inputAndForget[0], parts[1].tanh());
      Tensor output = parts[2].sigmoid().mul(fresh.tanh());
      c = newCells == null ? fresh : torch.lerp(c, fresh, newCells[t]);
      h = newOutputs == null ? output : torch.lerp(h, output, newOutputs[t]);
      outputs.push_back(h);
    }
    return torch.stack(outputs);
  }

  private Tensor gru(Tensor input) {
    long batch = input.size(1);
    Tensor[] projected = projected(input).unbind(0).get();
    Tensor gatesWeight = weight("recurrent_weight").t();
    Tensor freshWeight = weight("candidate_weight").t();
    Tensor h = torch.zeros(batch, hidden);
    var outputs = new TensorVector();
    for (Tensor in : projected) {
      Tensor[] ins = split(in, 2L * hidden, hidden);
      Tensor[] resetAndUpdate =
          split(torch.addmm(ins[0], h, gatesWeight).sigmoid_(), hidden, hidden);
      Tensor fresh = torch.addmm(ins[1], resetAndUpdate[0].mul(h), freshWeight).tanh_();
      h = torch.lerp(h, fresh, resetAndUpdate[1]);
      outputs.push_back(h);
    }
    return torch.stack(outputs);
  }

  private Tensor projected(Tensor input) {
    Tensor bias = weight("bias");
    if (!config.layerNorm()) {
      return torch.linear(input, weight("input_weight"), new TensorOptional(bias));
    }
    return normalized(torch.linear(input, weight("input_weight")), "input_weight").add(bias);
  }

  private Tensor normalized(Tensor projected, String weight) {
    Tensor gain = weight(weight + "_gain");
    return torch.layer_norm(
        projected,
        new long[] {gain.numel()},
        new TensorOptional(gain),
        new TensorOptional(),
        EPSILON,
        false);
  }

  /// 1 where something is kept or new, else 0; null if the rate is 0.
  private static Tensor keeping(double rate, long... extents) {
    return rate == 0 ? null : torch.empty(extents).bernoulli_(1 - rate, null);
  }

  private static Tensor[] steps(Tensor masks) {
    return masks == null ? null : masks.unbind(0).get();
  }

  private static Tensor[] split(Tensor tensor, long... widths) {
    return torch.split_with_sizes(tensor, widths, COLUMNS).get();
  }
}
