package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import java.util.List;
import java.util.Optional;

/// The LSTM whose input gate is what the forget gate leaves, i = 1 − f (variant CIFG of Greff et
/// al., "LSTM: A Search Space Odyssey", 2015):
///
/// ```
/// f, o = σ(Wx·x + Wh·hPrev + b)     g = tanh(Wx·x + Wh·hPrev + b)
/// c = f⊙cPrev + (1−f)⊙g
/// h = o⊙tanh(c)
/// ```
///
/// Gate order f, g, o.
final class CoupledLstmCell implements CellDefinition {
  private static final FusedStep FUSED =
      new FusedStep(
          List.of("f", "g", "o"),
          List.of("h", "c"),
          List.of(),
          List.of(
              new FusedStep.Product("recurrent_weight", "hIn", List.of("f", "g", "o")),
              new FusedStep.Elementwise(forward(), backward())),
          List.of());

  @Override
  public FusedStep fused() {
    return FUSED;
  }

  @Override
  public Optional<String> forgetGate() {
    return Optional.of("f");
  }

  @Override
  public List<Value> step(CellWeights weights, Value input, Value hIn, List<Value> previous) {
    int hidden = hIn.shape().columns();
    Value gates = input.plus(weights.recurrent("recurrent_weight", hIn));
    Value f = gates.columns(0, hidden).sigmoid();
    Value g = gates.columns(hidden, 2 * hidden).tanh();
    Value o = gates.columns(2 * hidden, 3 * hidden).sigmoid();
    Value c = f.times(previous.get(1)).plus(f.complement().times(g));
    return List.of(o.times(c.tanh()), c);
  }

  private static Pointwise forward() {
    var p = Pointwise.named("coupled-lstm");
    var f = p.read("f").sigmoid();
    var g = p.read("g").tanh();
    var o = p.read("o").sigmoid();
    var c = f.timesPlus(p.read("cPrev").minus(g), g);
    var h = o.times(c.tanh());
    return p.write("f", f).write("g", g).write("o", o).write("c", c).write("h", h).build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("coupled-lstm backward");
    var f = p.read("f");
    var g = p.read("g");
    var o = p.read("o");
    var tanhC = p.read("c").tanh();
    var dh = p.read("dh");
    var dO = dh.times(tanhC).times(o.times(o.complement()));
    var dc = dh.times(o).timesPlus(tanhC.square().complement(), p.read("dc"));
    var df = dc.times(p.read("cPrev").minus(g)).times(f.times(f.complement()));
    var dg = dc.times(f.complement()).times(g.square().complement());
    return p.write("f", df).write("g", dg).write("o", dO).write("dcPrev", dc.times(f)).build();
  }
}
