package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import java.util.List;
import java.util.Optional;

/// The long short-term memory with a forget gate (Gers, Schmidhuber & Cummins 2000), today's
/// standard:
///
/// ```
/// i, f, o = σ(Wx·x + Wh·hPrev + b)     g = tanh(Wx·x + Wh·hPrev + b)
/// c = f⊙cPrev + i⊙g
/// h = o⊙tanh(c)
/// ```
///
/// Gate order i, f, g, o, as in PyTorch (Keras: i, f, g, o under the names i, f, c, o; ONNX: i, o,
/// f, g). One bias where PyTorch adds two.
final class LstmCell implements CellDefinition {
  private static final FusedStep FUSED =
      new FusedStep(
          List.of("i", "f", "g", "o"),
          List.of("h", "c"),
          List.of(),
          List.of(
              new FusedStep.Product("recurrent_weight", "hIn", List.of("i", "f", "g", "o")),
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
    Value i = gates.columns(0, hidden).sigmoid();
    Value f = gates.columns(hidden, 2 * hidden).sigmoid();
    Value g = gates.columns(2 * hidden, 3 * hidden).tanh();
    Value o = gates.columns(3 * hidden, 4 * hidden).sigmoid();
    Value c = f.times(previous.get(1)).plus(i.times(g));
    return List.of(o.times(c.tanh()), c);
  }

  private static Pointwise forward() {
    var p = Pointwise.named("lstm");
    var i = p.read("i").sigmoid();
    var f = p.read("f").sigmoid();
    var g = p.read("g").tanh();
    var o = p.read("o").sigmoid();
    var c = f.timesPlus(p.read("cPrev"), i.times(g));
    var h = o.times(c.tanh());
    p.write("i", i).write("f", f).write("g", g).write("o", o);
    return p.write("c", c).write("h", h).build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("lstm backward");
    var i = p.read("i");
    var f = p.read("f");
    var g = p.read("g");
    var o = p.read("o");
    var tanhC = p.read("c").tanh();
    var dh = p.read("dh");
    var dO = dh.times(tanhC).times(o.times(o.complement()));
    var dc = dh.times(o).timesPlus(tanhC.square().complement(), p.read("dc"));
    var di = dc.times(g).times(i.times(i.complement()));
    var df = dc.times(p.read("cPrev")).times(f.times(f.complement()));
    var dg = dc.times(i).times(g.square().complement());
    p.write("i", di).write("f", df).write("g", dg).write("o", dO);
    return p.write("dcPrev", dc.times(f)).build();
  }
}
