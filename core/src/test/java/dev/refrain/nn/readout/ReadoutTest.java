package dev.refrain.nn.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.GradientCheck;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The readouts of sequences `y[4, 3, 5]`, of which 3 units read forward and 2 backward, held against
/// their equations.
final class ReadoutTest {
  private static final long SEED = 21;
  private static final int STEPS = 4;
  private static final int ROWS = 3;
  private static final int UNITS = 5;
  private static final int FORWARD = 3;
  private static final int[] LENGTHS = {2, 4, 1};

  private final Tensor sequence = random("sequence", STEPS, ROWS, UNITS);

  private static Tensor random(String name, int... extents) {
    Rng rng = Rng.seeded(SEED).split(name);
    Tensor tensor = Tensor.zeros(Precision.FLOAT64, Shape.of(extents));
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.set(i, rng.nextGaussian());
    }
    return tensor;
  }

  private static Readout readout(ReadoutKind kind, Parameters parameters) {
    var layers =
        Recurrent.create(
            RecurrentConfig.of(CellKind.GRU, FORWARD)
                .bothDirections(CellKind.ELMAN, List.of(UNITS - FORWARD)),
            new Parameters(Precision.FLOAT64, Rng.seeded(SEED)).root(),
            2);
    return Readout.create(kind, parameters.root(), layers, 6);
  }

  private static Parameters parameters(Precision precision) {
    return new Parameters(precision, Rng.seeded(SEED));
  }

  private double y(int step, int row, int unit) {
    return sequence.get((step * ROWS + row) * UNITS + unit);
  }

  private double expected(ReadoutKind kind, Parameters parameters, int row, int unit) {
    int length = LENGTHS[row];
    double sum = 0;
    switch (kind) {
      case LAST -> sum = y(unit < FORWARD ? length - 1 : 0, row, unit);
      case MEAN -> {
        for (int t = 0; t < length; t++) {
          sum += y(t, row, unit) / length;
        }
      }
      case MAX -> {
        sum = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < length; t++) {
          sum = Math.max(sum, y(t, row, unit));
        }
      }
      case ATTENTION -> {
        for (int t = 0; t < length; t++) {
          sum += weight(parameters, row, t) * y(t, row, unit);
        }
      }
    }
    return sum;
  }

  private double weight(Parameters parameters, int row, int step) {
    double total = 0;
    for (int t = 0; t < LENGTHS[row]; t++) {
      total += Math.exp(score(parameters, row, t));
    }
    return Math.exp(score(parameters, row, step)) / total;
  }

  private double score(Parameters parameters, int row, int step) {
    var byName = parameters.byName();
    double score = 0;
    for (int a = 0; a < 6; a++) {
      double sum = byName.get("query.weight").get(a) + byName.get("key.bias").get(a);
      for (int unit = 0; unit < UNITS; unit++) {
        sum += byName.get("key.weight").get(a * UNITS + unit) * y(step, row, unit);
      }
      score += byName.get("score").get(a) * Math.tanh(sum);
    }
    return score;
  }

  @ParameterizedTest
  @EnumSource
  void isTheEquation(ReadoutKind kind) {
    for (Kernels kernels : List.of(ReferenceKernels.float64(), Devices.best())) {
      double tolerance = kernels.precision() == Precision.FLOAT64 ? 1e-12 : 1e-5;
      Parameters parameters = parameters(kernels.precision());
      Readout readout = readout(kind, parameters);
      try (var tape = Tape.evaluating(kernels, new BufferPool(kernels.precision()))) {
        Value steps = tape.constant(sequence.convert(kernels.precision()));
        double[] vector = readout.apply(steps, LENGTHS).vector().data().toDoubles();
        for (int row = 0; row < ROWS; row++) {
          for (int unit = 0; unit < UNITS; unit++) {
            assertThat(vector[row * UNITS + unit])
                .as("row %d, unit %d", row, unit)
                .isCloseTo(expected(kind, parameters, row, unit), within(tolerance));
          }
        }
      }
    }
  }

  @Test
  void attentionShowsItsWeights() {
    Parameters parameters = parameters(Precision.FLOAT64);
    Readout readout = readout(ReadoutKind.ATTENTION, parameters);
    Kernels kernels = ReferenceKernels.float64();
    try (var tape = Tape.evaluating(kernels, new BufferPool(kernels.precision()))) {
      double[] weights =
          readout.apply(tape.constant(sequence), LENGTHS).weights().data().toDoubles();
      for (int row = 0; row < ROWS; row++) {
        for (int step = 0; step < STEPS; step++) {
          double wanted = step < LENGTHS[row] ? weight(parameters, row, step) : 0;
          assertThat(weights[row * STEPS + step]).isCloseTo(wanted, within(1e-12));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreThoseOfDifferences(ReadoutKind kind) {
    Parameters parameters = parameters(Precision.FLOAT64);
    Readout readout = readout(kind, parameters);
    Tensor direction = random("direction", ROWS, UNITS);
    List<Tensor> inputs = new ArrayList<>(parameters.byName().values());
    inputs.add(sequence);
    GradientCheck.Result result =
        GradientCheck.of(
            (tape, values) ->
                readout
                    .apply(tape.parameter(sequence), LENGTHS)
                    .vector()
                    .times(tape.constant(direction))
                    .sum(),
            inputs,
            SEED);
    assertThat(result.within(1e-6)).as("seed %d: %s", SEED, result).isTrue();
  }
}
