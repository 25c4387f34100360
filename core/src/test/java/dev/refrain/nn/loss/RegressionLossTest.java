package dev.refrain.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.GradientCheck;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Losses of numbers, each against its formula and finite differences.
final class RegressionLossTest {
  private static final long SEED = 4712;

  private static Tensor random(String name, int... extents) {
    Rng rng = Rng.seeded(SEED).split(name);
    Tensor tensor = Tensor.zeros(Precision.FLOAT64, Shape.of(extents));
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.set(i, 1.5 * rng.nextGaussian());
    }
    return tensor;
  }

  /// A loss of a prediction and its target, on a tape.
  private interface Loss {
    Value of(Value prediction, Tensor target, boolean[] rows);
  }

  private static void check(Loss loss, DoubleBinaryOperator formula) {
    Tensor prediction = random("prediction", 4, 3);
    Tensor target = random("target", 4, 3);
    boolean[] rows = {true, false, true, true};
    double expected = 0;
    for (int i = 0; i < 12; i++) {
      expected += rows[i / 3] ? formula.applyAsDouble(prediction.get(i), target.get(i)) : 0;
    }
    try (var tape = evaluating()) {
      Value sum = loss.of(tape.constant(prediction), target, rows);
      assertThat(sum.data().item()).isCloseTo(expected, within(1e-12));
    }
    gradient((tape, in) -> loss.of(in.get(0).scaledBy(2), target, rows).scaledBy(3), prediction);
    gradient((tape, in) -> loss.of(in.get(0), target, null), prediction);
  }

  private static Tape evaluating() {
    return Tape.evaluating(ReferenceKernels.float64(), new BufferPool(Precision.FLOAT64));
  }

  private static void gradient(GradientCheck.Function function, Tensor... inputs) {
    GradientCheck.Result result = GradientCheck.of(function, List.of(inputs), SEED);
    assertThat(result.within(1e-6)).as("seed %d: %s", SEED, result).isTrue();
  }

  @Test
  void absoluteError() {
    check(AbsoluteError::sum, (p, y) -> Math.abs(p - y));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.4, 1.5})
  void huberLoss(double delta) {
    check(
        (p, y, rows) -> HuberLoss.sum(p, y, delta, rows),
        (p, y) -> {
          double e = Math.abs(p - y);
          return e <= delta ? e * e / 2 : delta * (e - delta / 2);
        });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.8})
  void pinballLoss(double level) {
    check(
        (p, y, rows) -> PinballLoss.sum(p, y, level, rows),
        (p, y) -> y >= p ? level * (y - p) : (1 - level) * (p - y));
  }

  @Test
  void gaussianLikelihood() {
    Tensor mean = random("mean", 4, 3);
    Tensor logDeviation = random("logDeviation", 4, 3);
    Tensor target = random("target", 4, 3);
    double expected = 0;
    for (int i = 0; i < 12; i++) {
      double deviation = Math.exp(logDeviation.get(i));
      double z = (target.get(i) - mean.get(i)) / deviation;
      expected -= Math.log(Math.exp(-z * z / 2) / (deviation * Math.sqrt(2 * Math.PI)));
    }
    try (var tape = evaluating()) {
      Value sum = GaussianLikelihood.sum(tape.constant(mean), tape.constant(logDeviation), target);
      assertThat(sum.data().item()).isCloseTo(expected, within(1e-9));
    }
    gradient(
        (tape, in) ->
            GaussianLikelihood.sum(in.get(0), in.get(1).scaledBy(0.7), target).scaledBy(3),
        mean,
        logDeviation);
  }

  @Test
  void gaussianLikelihoodDoesNotOverflow() {
    Tensor mean = Tensor.of(new float[] {1, 2}, 2);
    Tensor logDeviation = Tensor.of(new float[] {-1000, 1000}, 2);
    Tensor target = Tensor.of(new float[] {1, 5}, 2);
    var kernels = ReferenceKernels.float32();
    try (var tape = Tape.recording(kernels, new BufferPool(kernels.precision()), Rng.seeded(1))) {
      Value sum =
          GaussianLikelihood.sum(tape.parameter(mean), tape.parameter(logDeviation), target);
      assertThat(sum.data().item()).isCloseTo(Math.log(2 * Math.PI), within(1e-3));
      tape.backward(sum, 1);
      assertThat(tape.gradient(logDeviation).toArray())
          .containsExactly(new float[] {1, 1}, within(1e-3f));
      assertThat(tape.gradient(mean).get(0)).isZero();
    }
  }
}
