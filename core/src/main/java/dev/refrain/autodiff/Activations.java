package dev.refrain.autodiff;

import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Functions of one number applied to every element, each with its derivative. The derivative is
/// written in terms of the result `y` where it can be, so that the argument need not be kept.
final class Activations {

  @FunctionalInterface
  private interface Function {
    Pointwise.Term of(Pointwise.Builder p, Pointwise.Term x);
  }

  @FunctionalInterface
  private interface Gradient {
    Pointwise.Term of(Pointwise.Builder p, Pointwise.Term dy, Pointwise.Term kept);
  }

  /// One function with the gradient of its argument.
  private record Activation(Pointwise forward, PointwiseGradient backward, boolean ofResult) {

    /// `gradient` gives dx from dy and the kept number: the result if `ofResult`, else the
    /// argument.
    static Activation of(String name, Function function, boolean ofResult, Gradient gradient) {
      var p = Pointwise.named(name);
      p.write("y", function.of(p, p.read("x")));
      var backward =
          PointwiseGradient.named(
              name + "Backward", b -> gradient.of(b, b.read("dy"), b.read("kept")));
      return new Activation(p.build(), backward, ofResult);
    }

    Value apply(Value x) {
      Tensor result = x.tape().allocate(x.shape());
      x.tape()
          .kernels()
          .prepare(forward)
          .bind("x", Matrix.ofRows(x.data(), 1))
          .bind("y", Matrix.ofRows(result, 1))
          .run();
      Tensor kept = ofResult ? result : x.data();
      return x.tape()
          .record(
              result,
              List.of(x),
              y ->
                  backward
                      .consuming(y.gradient(), x, 1)
                      .bind("kept", Matrix.ofRows(kept, 1))
                      .run());
    }
  }

  private static final Activation TANH =
      Activation.of(
          "tanh", (p, x) -> x.tanh(), true, (p, dy, y) -> dy.times(y.square().complement()));
  private static final Activation SIGMOID =
      Activation.of(
          "sigmoid", (p, x) -> x.sigmoid(), true, (p, dy, y) -> dy.times(y.times(y.complement())));
  private static final Activation RELU =
      Activation.of(
          "relu",
          (p, x) -> x.maximum(p.constant(0)),
          true,
          (p, dy, y) -> y.wherePositive(dy, p.constant(0)));
  private static final Activation EXP =
      Activation.of("exp", (p, x) -> x.exp(), true, (p, dy, y) -> dy.times(y));
  private static final Activation LOG =
      Activation.of("log", (p, x) -> x.log(), false, (p, dy, x) -> dy.over(x));

  private Activations() {}

  static Value tanh(Value x) {
    return TANH.apply(x);
  }

  static Value sigmoid(Value x) {
    return SIGMOID.apply(x);
  }

  static Value relu(Value x) {
    return RELU.apply(x);
  }

  static Value exp(Value x) {
    return EXP.apply(x);
  }

  static Value log(Value x) {
    return LOG.apply(x);
  }
}
