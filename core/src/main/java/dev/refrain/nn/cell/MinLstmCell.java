package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import java.util.List;
import java.util.Optional;

/// The minimal LSTM (Feng et al., "Were RNNs All We Needed?", 2024): both gates see the input
/// alone and share the state between them.
///
/// ```
/// f, i = σ(Wx·x + b)     n = Wx·x + b
/// w = f / (f + i) = σ(log f − log i)
/// h = w⊙hPrev + (1−w)⊙n
/// ```
///
/// Gate order f, i, n. The quotient is computed as on the right, which survives gates near zero.
final class MinLstmCell implements CellDefinition {
  private static final FusedStep FUSED =
      new FusedStep(
          List.of("f", "i", "n"),
          List.of("h"),
          List.of("w"),
          List.of(new FusedStep.Elementwise(forward(), backward())),
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
    Value f = input.columns(0, hidden).sigmoid();
    Value i = input.columns(hidden, 2 * hidden).sigmoid();
    Value n = input.columns(2 * hidden, 3 * hidden);
    Value w = f.log().minus(i.log()).sigmoid();
    return List.of(w.times(previous.get(0)).plus(w.complement().times(n)));
  }

  private static Pointwise forward() {
    var p = Pointwise.named("min-lstm");
    var f = p.read("f").sigmoid();
    var i = p.read("i").sigmoid();
    var n = p.read("n");
    var w = f.log().minus(i.log()).sigmoid();
    var h = w.timesPlus(p.read("hPrev").minus(n), n);
    return p.write("f", f).write("i", i).write("w", w).write("h", h).build();
  }

  /// d log σ(a) / da = 1 − σ(a), so w changes with f's argument by w(1−w)(1−f).
  private static Pointwise backward() {
    var p = Pointwise.named("min-lstm backward");
    var w = p.read("w");
    var dh = p.read("dh");
    var dLogits = dh.times(p.read("hPrev").minus(p.read("n"))).times(w.times(w.complement()));
    return p.write("f", dLogits.times(p.read("f").complement()))
        .write("i", dLogits.times(p.read("i").complement()).negate())
        .write("n", dh.times(w.complement()))
        .write("dhPrev", dh.times(w))
        .build();
  }
}
