package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import java.util.List;

/// The gated recurrent unit as it was published, with the reset gate before the product (Cho et
/// al. 2014); the sign of z is that of Chung et al. 2014:
///
/// ```
/// r, z = σ(Wx·x + Wh·hPrev + b)
/// n = tanh(Wx·x + Wn·(r⊙hPrev) + b)
/// h = (1−z)⊙hPrev + z⊙n
/// ```
///
/// Gate order r, z, n. Mind that z here says how much is new, in [GruCell] how much stays.
final class GruResetBeforeCell implements CellDefinition {
  private static final FusedStep FUSED =
      new FusedStep(
          List.of("r", "z", "n"),
          List.of("h"),
          List.of("q"),
          List.of(
              new FusedStep.Product("recurrent_weight", "hIn", List.of("r", "z")),
              new FusedStep.Elementwise(resetForward(), resetBackward()),
              new FusedStep.Product("candidate_weight", "q", List.of("n")),
              new FusedStep.Elementwise(updateForward(), updateBackward())),
          List.of());

  @Override
  public FusedStep fused() {
    return FUSED;
  }

  @Override
  public List<Value> step(CellWeights weights, Value input, Value hIn, List<Value> previous) {
    int hidden = hIn.shape().columns();
    Value gates = input.columns(0, 2 * hidden).plus(weights.recurrent("recurrent_weight", hIn));
    Value r = gates.columns(0, hidden).sigmoid();
    Value z = gates.columns(hidden, 2 * hidden).sigmoid();
    Value candidate = weights.recurrent("candidate_weight", r.times(hIn));
    Value n = input.columns(2 * hidden, 3 * hidden).plus(candidate).tanh();
    return List.of(z.complement().times(previous.get(0)).plus(z.times(n)));
  }

  private static Pointwise resetForward() {
    var p = Pointwise.named("gru-reset-before, reset");
    var r = p.read("r").sigmoid();
    return p.write("r", r).write("q", r.times(p.read("hIn"))).build();
  }

  private static Pointwise resetBackward() {
    var p = Pointwise.named("gru-reset-before, reset backward");
    var r = p.read("r");
    var dq = p.read("dq");
    var dr = dq.times(p.read("hIn")).times(r.times(r.complement()));
    return p.write("r", dr).write("dhIn", dq.timesPlus(r, p.read("dhIn"))).build();
  }

  private static Pointwise updateForward() {
    var p = Pointwise.named("gru-reset-before, update");
    var z = p.read("z").sigmoid();
    var n = p.read("n").tanh();
    var hPrev = p.read("hPrev");
    var h = z.timesPlus(n.minus(hPrev), hPrev);
    return p.write("z", z).write("n", n).write("h", h).build();
  }

  private static Pointwise updateBackward() {
    var p = Pointwise.named("gru-reset-before, update backward");
    var z = p.read("z");
    var n = p.read("n");
    var dh = p.read("dh");
    var dz = dh.times(n.minus(p.read("hPrev"))).times(z.times(z.complement()));
    var dn = dh.times(z).times(n.square().complement());
    return p.write("z", dz).write("n", dn).write("dhPrev", dh.times(z.complement())).build();
  }
}
