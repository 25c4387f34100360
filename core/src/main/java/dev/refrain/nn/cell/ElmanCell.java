package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import java.util.List;
import java.util.function.UnaryOperator;

/// The plain recurrent unit (Elman, "Finding Structure in Time", 1990):
///
/// ```
/// h = φ(Wx·x + Wh·hPrev + b)        φ ∈ tanh, relu, σ
/// ```
final class ElmanCell implements CellDefinition {
  static final ElmanCell TANH =
      new ElmanCell(Value::tanh, Pointwise.Term::tanh, h -> h.square().complement());
  static final ElmanCell SIGMOID =
      new ElmanCell(Value::sigmoid, Pointwise.Term::sigmoid, h -> h.times(h.complement()));
  static final ElmanCell RELU =
      new ElmanCell(
          Value::relu,
          a -> a.wherePositive(a, a.constant(0)),
          h -> h.wherePositive(h.constant(1), h.constant(0)));

  private final UnaryOperator<Value> activation;
  private final FusedStep fused;

  /// @param activation φ as a tape operation
  /// @param phi φ in a program
  /// @param slope φ' in terms of h = φ(a)
  private ElmanCell(
      UnaryOperator<Value> activation,
      UnaryOperator<Pointwise.Term> phi,
      UnaryOperator<Pointwise.Term> slope) {
    this.activation = activation;
    fused =
        new FusedStep(
            List.of("a"),
            List.of("h"),
            List.of(),
            List.of(
                new FusedStep.Product("recurrent_weight", "hIn", List.of("a")),
                new FusedStep.Elementwise(forward(phi), backward(slope))),
            List.of());
  }

  @Override
  public FusedStep fused() {
    return fused;
  }

  @Override
  public List<Value> step(CellWeights weights, Value input, Value hIn, List<Value> previous) {
    Value a = input.plus(weights.recurrent("recurrent_weight", hIn));
    return List.of(activation.apply(a));
  }

  private static Pointwise forward(UnaryOperator<Pointwise.Term> phi) {
    var p = Pointwise.named("elman");
    return p.write("h", phi.apply(p.read("a"))).build();
  }

  private static Pointwise backward(UnaryOperator<Pointwise.Term> slope) {
    var p = Pointwise.named("elman backward");
    var da = p.read("dh").times(slope.apply(p.read("h")));
    return p.write("a", da).build();
  }
}
