package dev.refrain.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.GradientCheck;
import dev.refrain.autodiff.Masks;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.Embedding;
import dev.refrain.nn.Linear;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LossTest {
  private static final long SEED = 4711;

  private static Tensor random(String name, int... extents) {
    Rng rng = Rng.seeded(SEED).split(name);
    Tensor tensor = Tensor.zeros(Precision.FLOAT64, Shape.of(extents));
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.set(i, 1.5 * rng.nextGaussian());
    }
    return tensor;
  }

  private static int[] targets(int count, int classes) {
    int[] targets = new int[count];
    for (int i = 0; i < count; i++) {
      targets[i] = i % 3 == 1 ? -1 : (i * 5 + 2) % classes;
    }
    return targets;
  }

  private static Tape tape(Kernels kernels) {
    return Tape.recording(kernels, new BufferPool(kernels.precision()), Rng.seeded(SEED));
  }

  private static void check(GradientCheck.Function function, Tensor... inputs) {
    GradientCheck.Result result = GradientCheck.of(function, List.of(inputs), SEED);
    assertThat(result.within(1e-6)).as("seed %d: %s", SEED, result).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2})
  void weightedRowsCountAsOftenAsTheirClassSays(double smoothing) {
    Tensor logits = random("weighted", 7, 3);
    int[] targets = targets(7, 3);
    double[] weights = {0.25, 3, 1.5};
    for (Kernels kernels : List.of(ReferenceKernels.float64(), ReferenceKernels.float32())) {
      double tolerance = kernels.precision() == Precision.FLOAT64 ? 1e-12 : 1e-5;
      Tensor parameter = logits.convert(kernels.precision());
      double expected = 0;
      for (int r = 0; r < targets.length; r++) {
        try (var tape = tape(kernels)) {
          int[] one = {targets[r]};
          Tensor row = parameter.slice(r, r + 1);
          expected +=
              targets[r] < 0
                  ? 0
                  : weights[targets[r]]
                      * CrossEntropy.smoothed(tape.constant(row), one, smoothing).data().item();
        }
      }
      try (var tape = tape(kernels)) {
        Value loss = CrossEntropy.weighted(tape.parameter(parameter), targets, smoothing, weights);
        assertThat(loss.data().item()).isCloseTo(expected, within(10 * tolerance));
      }
    }
    check(
        (tape, inputs) -> CrossEntropy.weighted(inputs.getFirst(), targets, smoothing, weights),
        logits);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "1, 1, 0.1", "2, 5, 0", "2, 5, 0.1", "7, 3, 0", "7, 3, 0.4"})
  void crossEntropyIsTheFormula(int rows, int classes, double smoothing) {
    Tensor logits = random("logits", rows, classes);
    int[] targets = targets(rows, classes);
    double expected = 0;
    double[] gradient = new double[rows * classes];
    for (int r = 0; r < rows; r++) {
      double total = 0;
      for (int c = 0; c < classes; c++) {
        total += Math.exp(logits.get(r * classes + c));
      }
      for (int c = 0; c < classes && targets[r] >= 0; c++) {
        double p = Math.exp(logits.get(r * classes + c)) / total;
        double wanted = (c == targets[r] ? 1 - smoothing : 0) + smoothing / classes;
        expected -= wanted * Math.log(p);
        gradient[r * classes + c] = 0.5 * (p - wanted);
      }
    }
    for (Kernels kernels : List.of(ReferenceKernels.float64(), ReferenceKernels.float32())) {
      double tolerance = kernels.precision() == Precision.FLOAT64 ? 1e-12 : 1e-5;
      Tensor parameter = logits.convert(kernels.precision());
      try (var tape = tape(kernels)) {
        Value loss = CrossEntropy.smoothed(tape.parameter(parameter), targets, smoothing);
        assertThat(loss.shape()).isEqualTo(Shape.of());
        assertThat(loss.data().item()).isCloseTo(expected, within(tolerance * rows));
        tape.backward(loss, 0.5);
        assertThat(tape.gradient(parameter).toDoubles())
            .containsExactly(gradient, within(tolerance));
      }
      try (var tape = Tape.evaluating(kernels, new BufferPool(kernels.precision()))) {
        Value loss = CrossEntropy.consuming(tape.constant(parameter), targets, smoothing);
        assertThat(loss.data().item()).isCloseTo(expected, within(tolerance * rows));
        assertThat(parameter.toDoubles())
            .as("nothing is destroyed without a way back")
            .containsExactly(logits.convert(kernels.precision()).toDoubles());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1})
  void crossEntropyGradient(double smoothing) {
    int[] targets = targets(10, 4);
    check(
        (tape, in) -> CrossEntropy.smoothed(in.get(0), targets, smoothing).scaledBy(0.7),
        random("logits", 5, 2, 4));
    check(
        (tape, in) -> {
          Value logits = in.get(0).linear(in.get(1));
          return CrossEntropy.smoothed(logits, targets, smoothing).plus(logits.sum());
        },
        random("x", 5, 2, 3),
        random("weight", 4, 3));
    check(
        (tape, in) -> CrossEntropy.consuming(in.get(0).linear(in.get(1)), targets, smoothing),
        random("x", 5, 2, 3),
        random("weight", 4, 3));
  }

  /// The embedding's weight is the output layer's too and gathers both gradients.
  @Test
  void crossEntropyWithTiedWeights() {
    Tensor weight = random("tied", 6, 3);
    Tensor bias = random("bias", 6);
    int[] ids = {0, 3, 5, 3, -1, 1};
    int[] targets = {3, 5, 3, 2, -1, 4};
    check(
        (tape, in) -> {
          Value x = new Embedding(weight).apply(tape, ids, Shape.of(3, 2)).tanh();
          return CrossEntropy.sum(new Linear(weight, bias).apply(x), targets);
        },
        weight,
        bias);
  }

  @Test
  void squaredErrorIsTheFormulaAndItsGradient() {
    Tensor prediction = random("prediction", 3, 2, 2);
    Tensor target = random("target", 3, 2, 2);
    boolean[] rows = Masks.valid(3, new int[] {2, 1});
    double expected = 0;
    for (int i = 0; i < 12; i++) {
      if (rows[i / 2]) {
        expected += Math.pow(prediction.get(i) - target.get(i), 2);
      }
    }
    try (var tape = tape(ReferenceKernels.float64())) {
      Value loss = SquaredError.sum(tape.constant(prediction), target, rows);
      assertThat(loss.data().item()).isCloseTo(expected, within(1e-12));
    }
    check((tape, in) -> SquaredError.sum(in.get(0), target, rows).scaledBy(3), prediction);
    check((tape, in) -> SquaredError.sum(in.get(0).scaledBy(2), target, null), prediction);
  }

  @Test
  void binaryCrossEntropyIsTheFormulaAndItsGradient() {
    Tensor logits = random("logits", 3, 2, 2);
    Tensor target = Tensor.of(new double[] {0, 1, 1, 0, 0.3, 1, 0, 0, 1, 1, 0.5, 0}, 3, 2, 2);
    boolean[] rows = Masks.valid(3, new int[] {1, 3});
    double expected = 0;
    for (int i = 0; i < 12; i++) {
      double p = 1 / (1 + Math.exp(-logits.get(i)));
      if (rows[i / 2]) {
        expected -= target.get(i) * Math.log(p) + (1 - target.get(i)) * Math.log(1 - p);
      }
    }
    try (var tape = tape(ReferenceKernels.float64())) {
      Value loss = BinaryCrossEntropy.sum(tape.constant(logits), target, rows);
      assertThat(loss.data().item()).isCloseTo(expected, within(1e-12));
    }
    check((tape, in) -> BinaryCrossEntropy.sum(in.get(0), target, rows).scaledBy(3), logits);
    check((tape, in) -> BinaryCrossEntropy.sum(in.get(0).scaledBy(2), target, null), logits);
  }

  @Test
  void binaryCrossEntropyDoesNotOverflow() {
    Tensor logits = Tensor.of(new float[] {1000, -1000, 1000, -1000}, 2, 2);
    Tensor target = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);
    try (var tape = tape(ReferenceKernels.float32())) {
      Value loss = BinaryCrossEntropy.sum(tape.parameter(logits), target, null);
      assertThat(loss.data().item()).isEqualTo(2000);
      tape.backward(loss, 1);
      assertThat(tape.gradient(logits).toArray()).containsExactly(0, 0, 1, -1);
    }
  }

  @Test
  void whatDoesNotFitIsNamed() {
    try (var tape = tape(ReferenceKernels.float64())) {
      Value logits = tape.constant(random("logits", 2, 3));
      assertThatThrownBy(() -> CrossEntropy.sum(logits, new int[1]))
          .hasMessageContaining("1 targets for logits [2, 3]");
      assertThatThrownBy(() -> CrossEntropy.sum(logits, new int[] {0, 3}))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> CrossEntropy.smoothed(logits, new int[2], 1))
          .hasMessageContaining("smoothing");
      assertThatThrownBy(() -> SquaredError.sum(logits, random("t", 3, 2), null))
          .hasMessageContaining("[2, 3]");
      assertThatThrownBy(() -> SquaredError.sum(logits, random("t", 2, 3), new boolean[3]))
          .hasMessageContaining("a mask of 3");
    }
  }
}
