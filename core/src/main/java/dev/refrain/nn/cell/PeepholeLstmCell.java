package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import java.util.List;
import java.util.Optional;

/// The LSTM whose gates see the cell state through diagonal weights, "peepholes" (Gers &
/// Schmidhuber 2000):
///
/// ```
/// i = σ(Wx·x + Wh·hPrev + pi⊙cPrev + b)     f = σ(Wx·x + Wh·hPrev + pf⊙cPrev + b)
/// g = tanh(Wx·x + Wh·hPrev + b)
/// c = f⊙cPrev + i⊙g
/// o = σ(Wx·x + Wh·hPrev + po⊙c + b)
/// h = o⊙tanh(c)
/// ```
///
/// Gate order i, f, g, o.
final class PeepholeLstmCell implements CellDefinition {
  private static final FusedStep FUSED =
      new FusedStep(
          List.of("i", "f", "g", "o"),
          List.of("h", "c"),
          List.of(),
          List.of(
              new FusedStep.Product("recurrent_weight", "hIn", List.of("i", "f", "g", "o")),
              new FusedStep.Elementwise(forward(), backward())),
          List.of(
              new FusedStep.Vector("input_peephole", "i", "cPrev"),
              new FusedStep.Vector("forget_peephole", "f", "cPrev"),
              new FusedStep.Vector("output_peephole", "o", "c")));

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
    Value cPrev = previous.get(1);
    Value gates = input.plus(weights.recurrent("recurrent_weight", hIn));
    Value i = gates.columns(0, hidden).plus(cPrev.times(weights.get("input_peephole"))).sigmoid();
    Value f =
        gates
            .columns(hidden, 2 * hidden)
            .plus(cPrev.times(weights.get("forget_peephole")))
            .sigmoid();
    Value g = gates.columns(2 * hidden, 3 * hidden).tanh();
    Value c = f.times(cPrev).plus(i.times(g));
    Value o =
        gates
            .columns(3 * hidden, 4 * hidden)
            .plus(c.times(weights.get("output_peephole")))
            .sigmoid();
    return List.of(o.times(c.tanh()), c);
  }

  private static Pointwise forward() {
    var p = Pointwise.named("peephole-lstm");
    var cPrev = p.read("cPrev");
    var i = cPrev.timesPlus(p.read("input_peephole"), p.read("i")).sigmoid();
    var f = cPrev.timesPlus(p.read("forget_peephole"), p.read("f")).sigmoid();
    var g = p.read("g").tanh();
    var c = f.timesPlus(cPrev, i.times(g));
    var o = c.timesPlus(p.read("output_peephole"), p.read("o")).sigmoid();
    var h = o.times(c.tanh());
    p.write("i", i).write("f", f).write("g", g).write("o", o);
    return p.write("c", c).write("h", h).build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("peephole-lstm backward");
    var i = p.read("i");
    var f = p.read("f");
    var g = p.read("g");
    var o = p.read("o");
    var tanhC = p.read("c").tanh();
    var dh = p.read("dh");
    var dO = dh.times(tanhC).times(o.times(o.complement()));
    var dcThroughH = dh.times(o).timesPlus(tanhC.square().complement(), p.read("dc"));
    var dc = dO.timesPlus(p.read("output_peephole"), dcThroughH);
    var di = dc.times(g).times(i.times(i.complement()));
    var df = dc.times(p.read("cPrev")).times(f.times(f.complement()));
    var dg = dc.times(i).times(g.square().complement());
    var dcPrev =
        di.timesPlus(
            p.read("input_peephole"), df.timesPlus(p.read("forget_peephole"), dc.times(f)));
    p.write("i", di).write("f", df).write("g", dg).write("o", dO);
    return p.write("dcPrev", dcPrev).build();
  }
}
