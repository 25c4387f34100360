package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Mean and maximum over the valid steps of padded sequences: `x[T, B, F]` to `[B, F]`.
final class Pooling {
  private static final Pointwise SCALE = scale();
  private static final Pointwise SPREAD = spread();
  private static final Pointwise GREATER = greater();
  private static final Pointwise TO_GREATEST = toGreatest();

  private Pooling() {}

  private static Pointwise scale() {
    var p = Pointwise.named("scale");
    p.write("mean", p.read("mean").times(p.scalar("factor")));
    return p.build();
  }

  private static Pointwise spread() {
    var p = Pointwise.named("meanBackward");
    p.write("dx", p.read("dMean").timesPlus(p.scalar("factor"), p.read("dx")));
    return p.build();
  }

  /// Keeps the greatest number so far and the step it came from.
  private static Pointwise greater() {
    var p = Pointwise.named("max");
    var x = p.read("x");
    var greatest = p.read("greatest");
    var more = x.minus(greatest);
    p.write("greatest", more.wherePositive(x, greatest));
    p.write("step", more.wherePositive(p.scalar("t"), p.read("step")));
    return p.build();
  }

  private static Pointwise toGreatest() {
    var p = Pointwise.named("maxBackward");
    var apart = p.read("step").minus(p.scalar("t")).absolute().minus(p.constant(0.5));
    var contribution = apart.wherePositive(p.constant(0), p.read("dGreatest"));
    p.write("dx", p.read("dx").plus(contribution));
    return p.build();
  }

  static Value mean(Value x, int[] lengths) {
    Kernels kernels = x.tape().kernels();
    Tensor mean = x.tape().zeros(result(x));
    PointwiseCall scale = kernels.prepare(SCALE);
    for (int b = 0; b < lengths.length; b++) {
      if (lengths[b] > 0) {
        Matrix row = Matrix.of(mean).rows(b, b + 1);
        kernels.columnSums(sequence(x.data(), b, lengths[b]), row, false);
        scale.bind("mean", row).bind("factor", 1.0 / lengths[b]).run();
      }
    }
    return x.tape().record(mean, List.of(x), y -> meanBackward(y.gradient(), x, lengths));
  }

  private static void meanBackward(Tensor dMean, Value x, int[] lengths) {
    Tensor dx = x.gradientFromZero();
    PointwiseCall spread = x.tape().kernels().prepare(SPREAD);
    for (int b = 0; b < lengths.length; b++) {
      if (lengths[b] > 0) {
        Tensor row = dMean.slice(b, b + 1);
        spread
            .bind("dMean", Matrix.broadcast(row, lengths[b]))
            .bind("factor", 1.0 / lengths[b])
            .bind("dx", sequence(dx, b, lengths[b]))
            .run();
      }
    }
  }

  static Value max(Value x, int[] lengths) {
    Kernels kernels = x.tape().kernels();
    Tensor greatest = x.tape().zeros(result(x));
    Tensor step = x.tape().zeros(result(x));
    PointwiseCall greater = kernels.prepare(GREATER);
    for (int b = 0; b < lengths.length; b++) {
      if (lengths[b] > 0) {
        Matrix sequence = sequence(x.data(), b, lengths[b]);
        Matrix row = Matrix.of(greatest).rows(b, b + 1);
        kernels.copy(sequence.rows(0, 1), row);
        greater.bind("greatest", row).bind("step", Matrix.of(step).rows(b, b + 1));
        for (int t = 1; t < lengths[b]; t++) {
          greater.bind("x", sequence.rows(t, t + 1)).bind("t", t).run();
        }
      }
    }
    return x.tape().record(greatest, List.of(x), y -> maxBackward(y.gradient(), step, x, lengths));
  }

  private static void maxBackward(Tensor dGreatest, Tensor step, Value x, int[] lengths) {
    Tensor dx = x.gradientFromZero();
    PointwiseCall toGreatest = x.tape().kernels().prepare(TO_GREATEST);
    for (int b = 0; b < lengths.length; b++) {
      if (lengths[b] > 0) {
        Matrix sequence = sequence(dx, b, lengths[b]);
        toGreatest
            .bind("step", Matrix.of(step).rows(b, b + 1))
            .bind("dGreatest", Matrix.of(dGreatest).rows(b, b + 1));
        for (int t = 0; t < lengths[b]; t++) {
          toGreatest.bind("dx", sequence.rows(t, t + 1)).bind("t", t).run();
        }
      }
    }
  }

  private static Shape result(Value x) {
    return Shape.of(Sequences.batch(x), x.shape().columns());
  }

  /// The valid steps of sequence b of `x[T, B, F]`, as `[length, F]`.
  private static Matrix sequence(Tensor x, int b, int length) {
    int features = x.shape().columns();
    return Matrix.ofRows(x, x.shape().extent(0))
        .columns(b * features, (b + 1) * features)
        .rows(0, length);
  }
}
