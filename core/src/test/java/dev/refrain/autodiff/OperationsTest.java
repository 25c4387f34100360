package dev.refrain.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every operation must satisfy.
final class OperationsTest {
  private static final long SEED = 20250711;

  static List<OperationCase> operations() {
    return OperationCases.all();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void gradientEqualsCentralDifferences(OperationCase operation) {
    check(operation, operation.apply());
  }

  /// The gradients handed on are used up by the way back of what came before.
  @ParameterizedTest
  @MethodSource("operations")
  void gradientPassesThroughAChain(OperationCase operation) {
    check(
        operation,
        (tape, inputs) -> {
          List<Value> scaled = inputs.stream().map(x -> x.scaledBy(1.25)).toList();
          return operation.apply().apply(tape, scaled).scaledBy(0.75);
        });
  }

  @ParameterizedTest
  @MethodSource("operations")
  void gradientsOfTwoUsesAddUp(OperationCase operation) {
    check(
        operation,
        (tape, inputs) -> {
          Value once = operation.apply().apply(tape, inputs);
          return once.plus(operation.apply().apply(tape, inputs).scaledBy(3)).times(once);
        });
  }

  /// A weight that is used with few rows at a time, so that its products wait for each other, and
  /// with many; and as a table between them.
  @Test
  void aWeightOfManyUsesGathersOneGradient() {
    Rng rng = Rng.seeded(SEED);
    List<Tensor> inputs = new ArrayList<>();
    for (int[] extents : new int[][] {{3, 4}, {2, 4}, {5, 4}, {70, 4}, {1, 4}}) {
      Tensor tensor = Tensor.zeros(Precision.FLOAT64, Shape.of(extents));
      Initializers.normal(1).fill(tensor, rng);
      inputs.add(tensor);
    }
    GradientCheck.of(
            (tape, values) -> {
              Value weight = values.getFirst();
              Value sum = Rows.gather(weight, new int[] {2, 0, 2}, Shape.of(3, 4)).tanh().sum();
              for (Value x : values.subList(1, values.size())) {
                sum = sum.plus(x.linear(weight).tanh().sum());
              }
              return sum;
            },
            inputs,
            SEED)
        .require(1e-6);
  }

  private static void check(OperationCase operation, GradientCheck.Function function) {
    GradientCheck.Result result = GradientCheck.of(function, operation.inputs(SEED), SEED);
    assertThat(result.within(1e-6)).as("%s, seed %d: %s", operation, SEED, result).isTrue();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void singlePrecisionIsCloseToDouble(OperationCase operation) {
    List<Tensor> exact = step(operation, ReferenceKernels.float64(), newPool(Precision.FLOAT64));
    for (Tensor numbers : exact) {
      assertThat(Arrays.stream(numbers.toDoubles()).allMatch(Double::isFinite))
          .as("%s leans on no cleared memory, seed %d", operation, SEED)
          .isTrue();
    }
    for (Kernels kernels : List.of(ReferenceKernels.float32(), Devices.best())) {
      List<Tensor> rounded = step(operation, kernels, newPool(Precision.FLOAT32));
      for (int i = 0; i < exact.size(); i++) {
        assertThat(rounded.get(i).toDoubles())
            .as("%s on %s, seed %d, number %d", operation, kernels.description(), SEED, i)
            .containsExactly(exact.get(i).toDoubles(), within(2e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aSecondStepTakesNoNewMemory(OperationCase operation) {
    BufferPool pool = newPool(Precision.FLOAT64);
    step(operation, ReferenceKernels.float64(), pool);
    long afterFirst = pool.idleBytes();
    step(operation, ReferenceKernels.float64(), pool);
    assertThat(pool.idleBytes()).isEqualTo(afterFirst).isPositive();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anEvaluatingTapeGivesTheSameAndKeepsNoWayBack(OperationCase operation) {
    Tensor trained =
        step(operation, ReferenceKernels.float64(), newPool(Precision.FLOAT64)).getFirst();
    try (var tape = Tape.evaluating(ReferenceKernels.float64(), newPool(Precision.FLOAT64))) {
      List<Value> inputs = operation.inputs(SEED).stream().map(tape::parameter).toList();
      Value result = operation.apply().apply(tape, inputs);
      assertThat(result.data().toDoubles()).containsExactly(trained.toDoubles());
      assertThat(result.differentiable()).isFalse();
      assertThatThrownBy(() -> tape.backward(result, result.data()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static BufferPool newPool(Precision precision) {
    return new BufferPool(precision);
  }

  /// The result of one step, then the gradients of the inputs. Pooled memory is filled with
  /// not-a-number first, so that nothing can lean on cleared buffers.
  private static List<Tensor> step(OperationCase operation, Kernels kernels, BufferPool pool) {
    List<Tensor> parameters =
        operation.inputs(SEED).stream().map(t -> t.convert(kernels.precision())).toList();
    try (var tape = Tape.recording(kernels, pool, Rng.seeded(SEED))) {
      for (int length = 1; length <= 1 << 8; length <<= 1) {
        for (int i = 0; i < 12; i++) {
          kernels.fill(Matrix.of(tape.allocate(length)), Double.NaN);
        }
      }
    }
    try (var tape = Tape.recording(kernels, pool, Rng.seeded(SEED))) {
      List<Value> values = parameters.stream().map(tape::parameter).toList();
      Value result = operation.apply().apply(tape, values);
      List<Tensor> numbers = new ArrayList<>();
      numbers.add(result.data().copy());
      Tensor seed = tape.allocate(result.shape());
      kernels.fill(Matrix.ofRows(seed, 1), 0.5);
      tape.backward(result, seed);
      for (Tensor parameter : parameters) {
        Tensor gradient = tape.gradient(parameter);
        numbers.add(gradient == null ? Tensor.zeros(0) : gradient.copy());
      }
      return numbers;
    }
  }
}
