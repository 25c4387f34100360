package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import java.util.List;

/// The original long short-term memory (Hochreiter & Schmidhuber 1997): an input and an output gate
/// around the carousel, and no way to forget.
///
/// ```
/// i, o = σ(Wx·x + Wh·hPrev + b)     g = tanh(Wx·x + Wh·hPrev + b)
/// c = cPrev + i⊙g
/// h = o⊙tanh(c)
/// ```
///
/// The paper squashes with scaled logistic functions and trains with truncated gradients; here both
/// squashing functions are tanh and the gradient is whole. Gate order i, g, o.
final class Lstm1997Cell implements CellDefinition {
  private static final FusedStep FUSED =
      new FusedStep(
          List.of("i", "g", "o"),
          List.of("h", "c"),
          List.of(),
          List.of(
              new FusedStep.Product("recurrent_weight", "hIn", List.of("i", "g", "o")),
              new FusedStep.Elementwise(forward(), backward())),
          List.of());

  @Override
  public FusedStep fused() {
    return FUSED;
  }

  @Override
  public List<Value> step(CellWeights weights, Value input, Value hIn, List<Value> previous) {
    int hidden = hIn.shape().columns();
    Value gates = input.plus(weights.recurrent("recurrent_weight", hIn));
    Value i = gates.columns(0, hidden).sigmoid();
    Value g = gates.columns(hidden, 2 * hidden).tanh();
    Value o = gates.columns(2 * hidden, 3 * hidden).sigmoid();
    Value c = previous.get(1).plus(i.times(g));
    return List.of(o.times(c.tanh()), c);
  }

  private static Pointwise forward() {
    var p = Pointwise.named("lstm-1997");
    var i = p.read("i").sigmoid();
    var g = p.read("g").tanh();
    var o = p.read("o").sigmoid();
    var c = i.timesPlus(g, p.read("cPrev"));
    var h = o.times(c.tanh());
    return p.write("i", i).write("g", g).write("o", o).write("c", c).write("h", h).build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("lstm-1997 backward");
    var i = p.read("i");
    var g = p.read("g");
    var o = p.read("o");
    var tanhC = p.read("c").tanh();
    var dh = p.read("dh");
    var dO = dh.times(tanhC).times(o.times(o.complement()));
    var dc = dh.times(o).timesPlus(tanhC.square().complement(), p.read("dc"));
    var di = dc.times(g).times(i.times(i.complement()));
    var dg = dc.times(i).times(g.square().complement());
    return p.write("i", di).write("g", dg).write("o", dO).write("dcPrev", dc).build();
  }
}
