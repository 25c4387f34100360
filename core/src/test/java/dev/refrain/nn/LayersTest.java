package dev.refrain.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.GradientCheck;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LayersTest {
  private static final long SEED = 99;

  private final Parameters parameters = new Parameters(Precision.FLOAT64, Rng.seeded(SEED));
  private final BufferPool pool = new BufferPool(Precision.FLOAT64);

  private Tensor random(String name, int... extents) {
    return parameters.root().parameter(name, Shape.of(extents), Initializers.normal(1));
  }

  private Tape recording() {
    return Tape.recording(ReferenceKernels.float64(), pool, Rng.seeded(SEED));
  }

  private void check(GradientCheck.Function function) {
    List<Tensor> all = List.copyOf(parameters.byName().values());
    GradientCheck.Result result = GradientCheck.of(function, all, SEED);
    assertThat(result.within(1e-6)).as("seed %d: %s", SEED, result).isTrue();
  }

  @Test
  void linear() {
    Tensor x = random("x", 2, 3);
    var init = Initializers.glorotNormal();
    var linear = Linear.create(parameters.root().child("out"), 3, 2, true, init);
    assertThat(parameters.byName()).containsKeys("out.weight", "out.bias");
    Initializers.normal(1).fill(linear.bias(), Rng.seeded(SEED));
    var unbiased = Linear.create(parameters.root().child("plain"), 2, 5, false, init);
    assertThat(parameters.byName()).doesNotContainKey("plain.bias");
    check((tape, in) -> unbiased.apply(linear.apply(tape.parameter(x))));
    try (var tape = recording()) {
      double expected = linear.bias().get(1);
      for (int k = 0; k < 3; k++) {
        expected += x.get(k) * linear.weight().get(3 + k);
      }
      assertThat(linear.apply(tape.parameter(x)).data().get(1)).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void embeddingPicksRowsAndOneHotPicksColumns() {
    int[] ids = {3, 0, -1, 3};
    var embedding = Embedding.create(parameters.root(), 4, 3, Initializers.normal(1));
    check((tape, in) -> embedding.apply(tape, ids, Shape.of(2, 2)));
    try (var tape = recording()) {
      Tensor transposed = Tensor.zeros(Precision.FLOAT64, Shape.of(3, 4));
      for (int v = 0; v < 4; v++) {
        for (int e = 0; e < 3; e++) {
          transposed.set(e * 4 + v, embedding.weight().get(v * 3 + e));
        }
      }
      Value picked = embedding.apply(tape, ids, Shape.of(2, 2));
      Value oneHot = OneHot.of(tape, ids, Shape.of(2, 2), 4);
      assertThat(picked.shape()).isEqualTo(Shape.of(2, 2, 3));
      assertThat(oneHot.shape()).isEqualTo(Shape.of(2, 2, 4));
      assertThat(oneHot.linear(tape.constant(transposed)).data().toDoubles())
          .containsExactly(picked.data().toDoubles(), within(1e-15));
      assertThatThrownBy(() -> OneHot.of(tape, new int[] {4}, Shape.of(1), 4))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  /// Then they are picked from the unit matrix.
  @Test
  void manyOneHotRowsOfFewIds() {
    int[] ids = {1, 0, -1, 1, 0};
    try (var tape = recording()) {
      Value oneHot = OneHot.of(tape, ids, Shape.of(5), 2);
      assertThat(oneHot.data().toDoubles()).containsExactly(0, 1, 1, 0, 0, 0, 0, 1, 1, 0);
      assertThat(oneHot.picked().ids()).containsExactly(ids);
      assertThat(oneHot.picked().table().data().toDoubles()).containsExactly(1, 0, 0, 1);
      assertThatThrownBy(() -> OneHot.of(tape, new int[] {0, 1, 0, 2}, Shape.of(4), 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void layerNorm() {
    Tensor x = random("x", 2, 3, 4);
    var norm = LayerNorm.create(parameters.root(), 4);
    try (var tape = recording()) {
      double[] y = norm.apply(tape.parameter(x)).data().toDoubles();
      for (int row = 0; row < 6; row++) {
        double mean = 0;
        double square = 0;
        for (int c = 0; c < 4; c++) {
          mean += y[row * 4 + c] / 4;
          square += y[row * 4 + c] * y[row * 4 + c] / 4;
        }
        assertThat(mean).isCloseTo(0, within(1e-12));
        assertThat(square).isCloseTo(1, within(1e-2));
      }
    }
    Initializers.normal(1).fill(norm.gain(), Rng.seeded(1));
    Initializers.normal(1).fill(norm.bias(), Rng.seeded(2));
    check((tape, in) -> norm.apply(tape.parameter(x)));
  }

  @Test
  void dropoutScalesWhatItKeeps() {
    Tensor x = random("x", 40, 5, 10);
    try (var tape = recording()) {
      double[] y = Dropout.apply(tape.parameter(x), 0.25).data().toDoubles();
      int dropped = 0;
      for (int i = 0; i < y.length; i++) {
        dropped += y[i] == 0 ? 1 : 0;
        assertThat(y[i]).isIn(0.0, -0.0, x.get(i) * (1 / 0.75));
      }
      assertThat((double) dropped / y.length).isCloseTo(0.25, within(0.04));
      double[] again = Dropout.apply(tape.parameter(x), 0.25).data().toDoubles();
      assertThat(again).as("each call draws its own mask").isNotEqualTo(y);
    }
  }

  @Test
  void variationalDropoutHoldsItsMaskThroughTime() {
    Tensor x = random("x", 3, 4, 10);
    try (var tape = recording()) {
      double[] y = Dropout.variational(tape.parameter(x), 0.5).data().toDoubles();
      int dropped = 0;
      for (int i = 0; i < 40; i++) {
        dropped += y[i] == 0 ? 1 : 0;
        assertThat(y[40 + i] == 0).isEqualTo(y[i] == 0);
        assertThat(y[80 + i] == 0).isEqualTo(y[i] == 0);
      }
      assertThat(dropped).isBetween(8, 32);
    }
  }

  @Test
  void dropoutGradient() {
    Tensor x = random("x", 3, 2, 4);
    check((tape, in) -> Dropout.variational(Dropout.apply(tape.parameter(x), 0.3).tanh(), 0.4));
  }

  @Test
  void noiseIsAddedInTrainingAlone() {
    Tensor x = random("x", 40, 5, 10);
    check((tape, in) -> GaussianNoise.apply(tape.parameter(x), 0.3).tanh());
    try (var tape = recording()) {
      double[] y = GaussianNoise.apply(tape.parameter(x), 0.5).data().toDoubles();
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < y.length; i++) {
        sum += y[i] - x.get(i);
        squares += Math.pow(y[i] - x.get(i), 2);
      }
      assertThat(sum / y.length).isCloseTo(0, within(0.05));
      assertThat(squares / y.length).isCloseTo(0.25, within(0.03));
      double[] again = GaussianNoise.apply(tape.parameter(x), 0.5).data().toDoubles();
      assertThat(again).as("each call draws its own noise").isNotEqualTo(y);
      Value value = tape.parameter(x);
      assertThat(GaussianNoise.apply(value, 0)).isSameAs(value);
      assertThatThrownBy(() -> GaussianNoise.apply(value, -1)).hasMessageContaining("-1.0");
    }
    try (var tape = Tape.evaluating(ReferenceKernels.float64(), pool)) {
      Value value = tape.parameter(x);
      assertThat(GaussianNoise.apply(value, 0.5)).isSameAs(value);
    }
  }

  @Test
  void dropoutIsOffOutsideTrainingAndAtRateZero() {
    Tensor x = random("x", 3, 4);
    try (var tape = Tape.evaluating(ReferenceKernels.float64(), pool)) {
      Value value = tape.parameter(x);
      assertThat(Dropout.apply(value, 0.5)).isSameAs(value);
      assertThat(Dropout.variational(value, 0.5)).isSameAs(value);
    }
    try (var tape = recording()) {
      Value value = tape.parameter(x);
      assertThat(Dropout.apply(value, 0)).isSameAs(value);
      assertThatThrownBy(() -> Dropout.apply(value, 1)).hasMessageContaining("rate 1.0");
      assertThatThrownBy(() -> Dropout.apply(value, Double.NaN)).hasMessageContaining("NaN");
    }
  }
}
