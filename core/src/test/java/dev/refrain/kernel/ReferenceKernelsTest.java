package dev.refrain.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/// The reference against numbers worked out by hand, and its gradients against finite differences.
final class ReferenceKernelsTest {
  private static final long SEED = 20250304;
  private static final Kernels DOUBLE = ReferenceKernels.float64();

  @Test
  void productOfTransposedOperands() {
    Tensor left = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2); // transposed: [2, 3]
    Tensor right = Tensor.of(new double[] {1, -1, 2, 0, 3, 1}, 2, 3); // transposed: [3, 2]
    Tensor product = Tensor.of(new double[] {100, 100, 100, 100}, 2, 2);
    Storage packed = Storage.allocate(Precision.FLOAT64, DOUBLE.packedLength(3, 2));
    DOUBLE.pack(Matrix.of(right).transposed(), packed);
    DOUBLE.multiply(Matrix.of(left).transposed(), packed, Matrix.of(product), true);
    assertThat(product.toDoubles()).containsExactly(108, 114, 110, 118);
    DOUBLE.multiply(Matrix.of(left).transposed(), packed, Matrix.of(product), false);
    assertThat(product.toDoubles()).containsExactly(8, 14, 10, 18);
  }

  @Test
  void singlePrecisionRoundsEachStep() {
    var p = Pointwise.named("rounding");
    Pointwise.Term x = p.read("x");
    p.write("y", x.plus(p.constant(1)).minus(p.constant(1)));
    Tensor tiny = Tensor.of(new float[] {1e-9f}, 1, 1);
    Tensor y = Tensor.zeros(1, 1);
    Pointwise program = p.build();
    ReferenceKernels.float32()
        .prepare(program)
        .bind("x", Matrix.of(tiny))
        .bind("y", Matrix.of(y))
        .run();
    assertThat(y.item()).isZero();
    Tensor exact = Tensor.of(new double[] {1e-9}, 1, 1);
    DOUBLE.prepare(program).bind("x", Matrix.of(exact)).bind("y", Matrix.of(exact)).run();
    assertThat(exact.item()).isCloseTo(1e-9, within(1e-15));
  }

  @Test
  void crossEntropyOfKnownProbabilities() {
    Tensor logits = Tensor.of(new double[] {Math.log(1), Math.log(2), Math.log(5), 7, 8, 9}, 2, 3);
    Tensor losses = Tensor.zeros(Precision.FLOAT64, Shape.of(2, 1));
    DOUBLE.crossEntropy(Matrix.of(logits), new int[] {1, -1}, Matrix.of(losses), Matrix.of(logits));
    assertThat(losses.toDoubles()).containsExactly(new double[] {Math.log(4), 0}, within(1e-12));
    assertThat(logits.toDoubles())
        .containsExactly(new double[] {0.125, -0.75, 0.625, 0, 0, 0}, within(1e-12));
  }

  @Test
  void normalizedRowsHaveMeanZeroAndVarianceOne() {
    Tensor values = Tensor.of(new double[] {1, 2, 3, 4}, 1, 4);
    Tensor inverse = Tensor.zeros(Precision.FLOAT64, Shape.of(1, 1));
    DOUBLE.normalizeRows(Matrix.of(values), Matrix.of(values), Matrix.of(inverse), 0);
    double deviation = Math.sqrt(1.25);
    assertThat(inverse.item()).isCloseTo(1 / deviation, within(1e-12));
    assertThat(values.get(0)).isCloseTo(-1.5 / deviation, within(1e-12));
  }

  @Test
  void rowGradientsAgreeWithFiniteDifferences() {
    Rng rng = Rng.seeded(SEED);
    Tensor x = random(rng, 2, 5);
    Tensor weights = random(rng, 2, 5);
    Tensor result = Tensor.zeros(Precision.FLOAT64, Shape.of(2, 5));
    Tensor inverse = Tensor.zeros(Precision.FLOAT64, Shape.of(2, 1));
    Tensor gradient = Tensor.zeros(Precision.FLOAT64, Shape.of(2, 5));

    ToDoubleFunction<Tensor> softmax =
        at -> {
          DOUBLE.softmaxRows(Matrix.of(at), Matrix.of(result));
          return weighted(result, weights);
        };
    assertThat(softmax.applyAsDouble(x)).isFinite(); // and leaves the probabilities in result
    DOUBLE.softmaxRowsBackward(Matrix.of(result), Matrix.of(weights), Matrix.of(gradient), false);
    assertGradient(softmax, x, gradient);

    ToDoubleFunction<Tensor> normalize =
        at -> {
          DOUBLE.normalizeRows(Matrix.of(at), Matrix.of(result), Matrix.of(inverse), 0.1);
          return weighted(result, weights);
        };
    assertThat(normalize.applyAsDouble(x)).isFinite();
    DOUBLE.normalizeRowsBackward(
        Matrix.of(weights), Matrix.of(result), Matrix.of(inverse), Matrix.of(gradient), false);
    assertGradient(normalize, x, gradient);
  }

  private static Tensor random(Rng rng, int... extents) {
    Tensor tensor = Tensor.zeros(Precision.FLOAT64, Shape.of(extents));
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.set(i, rng.nextGaussian());
    }
    return tensor;
  }

  private static double weighted(Tensor values, Tensor weights) {
    double sum = 0;
    for (int i = 0; i < values.shape().size(); i++) {
      sum += values.get(i) * weights.get(i);
    }
    return sum;
  }

  private static void assertGradient(ToDoubleFunction<Tensor> function, Tensor x, Tensor gradient) {
    double step = 1e-5;
    for (int i = 0; i < x.shape().size(); i++) {
      double at = x.get(i);
      x.set(i, at + step);
      double above = function.applyAsDouble(x);
      x.set(i, at - step);
      double below = function.applyAsDouble(x);
      x.set(i, at);
      assertThat(gradient.get(i))
          .as("element %d, seed %d", i, SEED)
          .isCloseTo((above - below) / (2 * step), within(1e-8));
    }
  }
}
