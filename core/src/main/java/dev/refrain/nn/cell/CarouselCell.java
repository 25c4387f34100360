package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import java.util.List;

/// The constant error carousel alone, the core of the LSTM before it had gates (Hochreiter &
/// Schmidhuber 1997, section 3.2): the state only adds up, so its gradient neither fades nor grows.
///
/// ```
/// g = tanh(Wx·x + Wh·hPrev + b)
/// c = cPrev + g
/// h = tanh(c)
/// ```
final class CarouselCell implements CellDefinition {
  private static final FusedStep FUSED =
      new FusedStep(
          List.of("g"),
          List.of("h", "c"),
          List.of(),
          List.of(
              new FusedStep.Product("recurrent_weight", "hIn", List.of("g")),
              new FusedStep.Elementwise(forward(), backward())),
          List.of());

  @Override
  public FusedStep fused() {
    return FUSED;
  }

  @Override
  public List<Value> step(CellWeights weights, Value input, Value hIn, List<Value> previous) {
    Value g = input.plus(weights.recurrent("recurrent_weight", hIn)).tanh();
    Value c = previous.get(1).plus(g);
    return List.of(c.tanh(), c);
  }

  private static Pointwise forward() {
    var p = Pointwise.named("carousel");
    var g = p.read("g").tanh();
    var c = p.read("cPrev").plus(g);
    return p.write("g", g).write("c", c).write("h", c.tanh()).build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("carousel backward");
    var g = p.read("g");
    var h = p.read("h");
    var dc = p.read("dh").timesPlus(h.square().complement(), p.read("dc"));
    var dg = dc.times(g.square().complement());
    return p.write("g", dg).write("dcPrev", dc).build();
  }
}
