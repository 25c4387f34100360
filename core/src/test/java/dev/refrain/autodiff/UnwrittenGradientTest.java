package dev.refrain.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Gradients used in parts against the same gradients written out.
final class UnwrittenGradientTest {
  private static final long SEED = 20261128;
  private static final double FACTOR = -0.3;

  private final Rng rng = Rng.seeded(SEED);

  private Tensor random(int... extents) {
    Tensor tensor = Tensor.zeros(Precision.FLOAT64, Shape.of(extents));
    Initializers.normal(1).fill(tensor, rng);
    return tensor;
  }

  @Test
  void productsOfFewRows() {
    Tensor first = random(3, 4);
    Tensor second = random(1, 4);
    assertSame(
        random(5, 4),
        (tape, weight) ->
            tape.constant(first)
                .linear(weight)
                .tanh()
                .sum()
                .plus(tape.constant(second).linear(weight).exp().sum()));
  }

  @Test
  void rowsOfATable() {
    int[] ids = {7, 2, -1, 7};
    assertSame(
        random(20, 3),
        (tape, table) ->
            Rows.gather(table, ids, Shape.of(4, 3))
                .tanh()
                .sum()
                .plus(Rows.gather(table, new int[] {2, 19}, Shape.of(2, 3)).exp().sum()));
  }

  @Test
  void whatIsMoreThanFewIsWrittenOut() {
    Tensor many = random(70, 4);
    Tensor weight = random(5, 4);
    try (Tape tape = tape()) {
      tape.backward(tape.constant(many).linear(tape.parameter(weight)).tanh().sum(), 1);
      assertThat(tape.unwrittenGradient(weight)).isNull();
      assertThat(tape.gradient(weight)).isNotNull();
    }
  }

  private static Tape tape() {
    return Tape.recording(
        ReferenceKernels.float64(), new BufferPool(Precision.FLOAT64), Rng.seeded(SEED));
  }

  private static void assertSame(Tensor parameter, BiFunction<Tape, Value, Value> loss) {
    double[] expected = parameter.toDoubles();
    double squares = 0;
    try (Tape tape = tape()) {
      tape.backward(loss.apply(tape, tape.parameter(parameter)), 1);
      double[] gradient = tape.gradient(parameter).toDoubles();
      for (int i = 0; i < expected.length; i++) {
        expected[i] += FACTOR * gradient[i];
        squares += gradient[i] * gradient[i];
      }
    }
    try (Tape tape = tape()) {
      tape.backward(loss.apply(tape, tape.parameter(parameter)), 1);
      UnwrittenGradient gradient = tape.unwrittenGradient(parameter);
      assertThat(gradient).as("seed %d", SEED).isNotNull();
      assertThat(gradient.sumOfSquares())
          .as("seed %d", SEED)
          .isCloseTo(squares, within(1e-12 * squares));
      gradient.addTo(parameter, FACTOR);
    }
    assertThat(parameter.toDoubles()).as("seed %d", SEED).containsExactly(expected, within(1e-12));
  }
}
