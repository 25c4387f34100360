package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import java.util.List;

/// The minimal GRU (Feng et al., "Were RNNs All We Needed?", 2024): the gate sees the input alone,
/// so no product stands in the time loop.
///
/// ```
/// z = σ(Wx·x + b)     n = Wx·x + b
/// h = (1−z)⊙hPrev + z⊙n
/// ```
///
/// Gate order z, n.
final class MinGruCell implements CellDefinition {
  private static final FusedStep FUSED =
      new FusedStep(
          List.of("z", "n"),
          List.of("h"),
          List.of(),
          List.of(new FusedStep.Elementwise(forward(), backward())),
          List.of());

  @Override
  public FusedStep fused() {
    return FUSED;
  }

  @Override
  public List<Value> step(CellWeights weights, Value input, Value hIn, List<Value> previous) {
    int hidden = hIn.shape().columns();
    Value z = input.columns(0, hidden).sigmoid();
    Value n = input.columns(hidden, 2 * hidden);
    return List.of(z.complement().times(previous.get(0)).plus(z.times(n)));
  }

  private static Pointwise forward() {
    var p = Pointwise.named("min-gru");
    var z = p.read("z").sigmoid();
    var hPrev = p.read("hPrev");
    var h = z.timesPlus(p.read("n").minus(hPrev), hPrev);
    return p.write("z", z).write("h", h).build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("min-gru backward");
    var z = p.read("z");
    var dh = p.read("dh");
    var dz = dh.times(p.read("n").minus(p.read("hPrev"))).times(z.times(z.complement()));
    return p.write("z", dz)
        .write("n", dh.times(z))
        .write("dhPrev", dh.times(z.complement()))
        .build();
  }
}
