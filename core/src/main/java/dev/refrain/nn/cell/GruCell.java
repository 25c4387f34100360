package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import java.util.List;

/// The gated recurrent unit with the reset gate after the product, which lets all three recurrent
/// products be one (cuDNN, PyTorch, Keras' `reset_after`, ONNX `linear_before_reset=1`):
///
/// ```
/// r, z = σ(Wx·x + Wh·hPrev + b)
/// n = tanh(Wx·x + b + r⊙(Wh·hPrev + bn))
/// h = (1−z)⊙n + z⊙hPrev
/// ```
///
/// Gate order r, z, n as in PyTorch (Keras and ONNX: z, r, n). `recurrent_bias[H]` is bn; the
/// recurrent biases that PyTorch has for r and z are one with b.
final class GruCell implements CellDefinition {
  private static final FusedStep FUSED =
      new FusedStep(
          List.of("r", "z", "n"),
          List.of("h"),
          List.of("hr", "hz", "hn"),
          List.of(
              new FusedStep.Product("recurrent_weight", "hIn", List.of("hr", "hz", "hn")),
              new FusedStep.Elementwise(forward(), backward())),
          List.of(new FusedStep.Vector("recurrent_bias", "hn", null)));

  @Override
  public FusedStep fused() {
    return FUSED;
  }

  @Override
  public List<Value> step(CellWeights weights, Value input, Value hIn, List<Value> previous) {
    int hidden = hIn.shape().columns();
    Value recurrent = weights.recurrent("recurrent_weight", hIn);
    Value gates = input.columns(0, 2 * hidden).plus(recurrent.columns(0, 2 * hidden));
    Value r = gates.columns(0, hidden).sigmoid();
    Value z = gates.columns(hidden, 2 * hidden).sigmoid();
    Value hn = recurrent.columns(2 * hidden, 3 * hidden).plus(weights.get("recurrent_bias"));
    Value n = input.columns(2 * hidden, 3 * hidden).plus(r.times(hn)).tanh();
    return List.of(z.complement().times(n).plus(z.times(previous.get(0))));
  }

  private static Pointwise forward() {
    var p = Pointwise.named("gru");
    var r = p.read("r").plus(p.read("hr")).sigmoid();
    var z = p.read("z").plus(p.read("hz")).sigmoid();
    var hn = p.read("hn").plus(p.read("recurrent_bias"));
    var n = r.timesPlus(hn, p.read("n")).tanh();
    var h = z.timesPlus(p.read("hPrev").minus(n), n);
    return p.write("r", r).write("z", z).write("n", n).write("hn", hn).write("h", h).build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("gru backward");
    var r = p.read("r");
    var z = p.read("z");
    var n = p.read("n");
    var dh = p.read("dh");
    var dz = dh.times(p.read("hPrev").minus(n)).times(z.times(z.complement()));
    var dn = dh.times(z.complement()).times(n.square().complement());
    var dr = dn.times(p.read("hn")).times(r.times(r.complement()));
    p.write("r", dr).write("z", dz).write("n", dn);
    p.write("hr", dr).write("hz", dz).write("hn", dn.times(r));
    return p.write("dhPrev", dh.times(z)).build();
  }
}
