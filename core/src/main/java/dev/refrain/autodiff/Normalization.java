package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Rows brought to mean 0 and variance 1 (Ba, Kiros & Hinton 2016), alone or with a learnt gain
/// and bias.
final class Normalization {
  private static final Pointwise SCALE_AND_SHIFT = scaleAndShift();
  private static final Pointwise SCALE = scale();

  private Normalization() {}

  private static Pointwise scaleAndShift() {
    var p = Pointwise.named("gainAndBias");
    p.write("y", p.read("normalized").timesPlus(p.read("gain"), p.read("bias")));
    return p.build();
  }

  private static Pointwise scale() {
    var p = Pointwise.named("gainBackward");
    p.write("dNormalized", p.read("dy").times(p.read("gain")));
    return p.build();
  }

  static Value normalized(Value x, double epsilon) {
    Tape tape = x.tape();
    Tensor normalized = tape.allocate(x.shape());
    Matrix inverse = normalize(x, normalized, epsilon);
    return tape.record(
        normalized,
        List.of(x),
        y -> normalizedBackward(y.gradient(), Matrix.of(normalized), inverse, x));
  }

  /// `gain[F] ⊙ normalized(x[.., F]) + bias[F]` as one operation.
  static Value normalized(Value x, Value gain, Value bias, double epsilon) {
    check(x, gain, "gain");
    check(x, bias, "bias");
    Tape tape = x.tape();
    Tensor kept = tape.allocate(x.shape());
    Matrix inverse = normalize(x, kept, epsilon);
    Matrix normalized = Matrix.of(kept);
    int rows = normalized.rows();
    Tensor result = tape.allocate(x.shape());
    tape.kernels()
        .prepare(SCALE_AND_SHIFT)
        .bind("normalized", normalized)
        .bind("gain", Matrix.broadcast(gain.data(), rows))
        .bind("bias", Matrix.broadcast(bias.data(), rows))
        .bind("y", Matrix.of(result))
        .run();
    return tape.record(
        result,
        List.of(x, gain, bias),
        y -> {
          Kernels kernels = tape.kernels();
          Matrix dy = y.gradientMatrix();
          if (gain.differentiable()) {
            boolean accumulate = gain.gradientStarted();
            kernels.columnDots(dy, normalized, gain.gradientMatrix(), accumulate);
          }
          if (bias.differentiable()) {
            boolean accumulate = bias.gradientStarted();
            kernels.columnSums(dy, bias.gradientMatrix(), accumulate);
          }
          if (x.differentiable()) {
            kernels
                .prepare(SCALE)
                .bind("dy", dy)
                .bind("gain", Matrix.broadcast(gain.data(), rows))
                .bind("dNormalized", dy)
                .run();
            normalizedBackward(y.gradient(), normalized, inverse, x);
          }
        });
  }

  private static Matrix normalize(Value x, Tensor normalized, double epsilon) {
    Matrix inverse = Matrix.of(x.tape().allocate(Shape.of(x.shape().rows(), 1)));
    x.tape().kernels().normalizeRows(x.matrix(), Matrix.of(normalized), inverse, epsilon);
    return inverse;
  }

  /// Uses up `dNormalized`.
  private static void normalizedBackward(
      Tensor dNormalized, Matrix normalized, Matrix inverse, Value x) {
    Kernels kernels = x.tape().kernels();
    Matrix upper = Matrix.of(dNormalized);
    if (x.gradientStarted()) {
      kernels.normalizeRowsBackward(upper, normalized, inverse, x.gradientMatrix(), true);
    } else {
      kernels.normalizeRowsBackward(upper, normalized, inverse, upper, false);
      x.addGradient(dNormalized);
    }
  }

  private static void check(Value x, Value vector, String name) {
    if (vector.shape().size() != x.shape().columns()) {
      throw new IllegalArgumentException(
          "normalizing %s: the %s is %s, it must be [%d]"
              .formatted(x.shape(), name, vector.shape(), x.shape().columns()));
    }
  }
}
