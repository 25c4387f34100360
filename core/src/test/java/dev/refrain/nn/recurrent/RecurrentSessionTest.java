package dev.refrain.nn.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.PackedWeights;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.Cell;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A session gives step by step what the stack gives for the whole sequence.
class RecurrentSessionTest {
  private static final long SEED = 20_261_128;
  private static final int STEPS = 7;
  private static final int INPUT = 3;
  private static final Kernels DOUBLE = ReferenceKernels.float64();
  private static final Kernels BEST = Devices.best();

  static Stream<Contract.Case> forwardCases() {
    return Contract.cases().stream().filter(c -> !c.config().bidirectional());
  }

  private static Contract.Model model(RecurrentConfig config, Precision precision) {
    return new Contract.Model(config, INPUT, precision, SEED);
  }

  private static Tensor input(Precision precision, int steps) {
    return Contract.random(Rng.seeded(SEED).split("input"), precision, Shape.of(steps, 1, INPUT));
  }

  private static List<double[]> sequence(Kernels kernels, Recurrent stack, Tensor x) {
    var pool = new BufferPool(kernels.precision());
    try (var tape = Tape.evaluating(kernels, pool)) {
      Value sequence = stack.apply(tape, tape.constant(x), null, List.of()).sequence();
      List<double[]> outputs = new ArrayList<>();
      for (int t = 0; t < x.shape().extent(0); t++) {
        outputs.add(sequence.data().slice(t, t + 1).toDoubles());
      }
      return outputs;
    }
  }

  private static double[] step(RecurrentSession session, Tensor x, int t) {
    session.input().copyFrom(x.slice(t, t + 1).reshape(x.shape().columns()));
    return session.step().toDoubles();
  }

  @ParameterizedTest
  @MethodSource("forwardCases")
  void equalsTheSequence(Contract.Case tested) {
    Contract.Model model = model(tested.config(), Precision.FLOAT64);
    Tensor x = input(Precision.FLOAT64, STEPS);
    List<double[]> expected = sequence(DOUBLE, model.fused, x);
    RecurrentSession session = model.fused.openSession(model.parameters.packed(DOUBLE));
    for (int t = 0; t < STEPS; t++) {
      assertThat(step(session, x, t)).containsExactly(expected.get(t), offset(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("forwardCases")
  void vectorKernelsEqualTheSequenceAndRepeatTheirBits(Contract.Case tested) {
    Contract.Model model = model(tested.config(), Precision.FLOAT32);
    Tensor x = input(Precision.FLOAT32, STEPS);
    List<double[]> expected = sequence(BEST, model.fused, x);
    RecurrentSession session = model.fused.openSession(model.parameters.packed(BEST));
    List<double[]> first = new ArrayList<>();
    for (int t = 0; t < STEPS; t++) {
      first.add(step(session, x, t));
      assertThat(first.getLast()).containsExactly(expected.get(t), offset(2e-6));
    }
    session.reset();
    for (int t = 0; t < STEPS; t++) {
      assertThat(step(session, x, t)).containsExactly(first.get(t));
    }
  }

  @Test
  void widthsAroundTheLanes() {
    for (CellKind cell : List.of(CellKind.LSTM, CellKind.GRU, CellKind.GRU_RESET_BEFORE)) {
      for (int width : new int[] {1, 15, 16, 17, 33, 130}) {
        var config =
            RecurrentConfig.of(cell, width, 40, 24)
                .withConnections(Connections.SKIP)
                .withDepth(1, 1);
        Contract.Model model = model(config, Precision.FLOAT32);
        Tensor x = input(Precision.FLOAT32, STEPS);
        List<double[]> expected = sequence(BEST, model.fused, x);
        RecurrentSession session = model.fused.openSession(model.parameters.packed(BEST));
        for (int t = 0; t < STEPS; t++) {
          assertThat(step(session, x, t)).containsExactly(expected.get(t), offset(1e-4));
        }
      }
    }
  }

  @Test
  void forksAndRewinds() {
    Contract.Model model = model(RecurrentConfig.of(CellKind.LSTM, 20, 9), Precision.FLOAT32);
    Tensor x = input(Precision.FLOAT32, STEPS);
    RecurrentSession session = model.fused.openSession(model.parameters.packed(BEST));
    step(session, x, 0);
    step(session, x, 1);
    double[] there = session.output().toDoubles();
    RecurrentState snapshot = session.snapshot();
    RecurrentSession fork = session.fork();
    double[] straight = step(session, x, 2);
    assertThat(fork.output().toDoubles()).containsExactly(there);
    double[] otherWay = step(fork, x, 5);
    assertThat(otherWay).isNotEqualTo(straight);
    assertThat(step(session, x, 3)).isNotEqualTo(straight);
    session.rewind(snapshot);
    assertThat(session.output().toDoubles()).containsExactly(there);
    assertThat(step(session, x, 2)).containsExactly(straight);
    fork.rewind(snapshot);
    assertThat(step(fork, x, 2)).containsExactly(straight);
  }

  @Test
  void manySessionsBesideOneAnotherFromSeveralThreads() throws Exception {
    Contract.Model model = model(RecurrentConfig.of(CellKind.GRU, 70, 30), Precision.FLOAT32);
    int count = 24;
    int steps = 200;
    Tensor x = input(Precision.FLOAT32, steps);
    List<Callable<double[]>> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int shift = i;
      readers.add(
          () -> {
            RecurrentSession session = model.fused.openSession(model.parameters.packed(BEST));
            double[] last = null;
            for (int t = 0; t < steps; t++) {
              last = step(session, x, (t + shift) % steps);
            }
            return last;
          });
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      var together = threads.invokeAll(readers);
      for (int i = 0; i < count; i++) {
        assertThat(together.get(i).get()).containsExactly(readers.get(i).call());
      }
    }
  }

  @Test
  void weightsArePackedOnceAndAnewWhenTheyChange() {
    Contract.Model model = model(RecurrentConfig.of(CellKind.GRU, 5), Precision.FLOAT32);
    PackedWeights packed = model.parameters.packed(BEST);
    assertThat(model.parameters.packed(BEST)).isSameAs(packed);
    Tensor weight = model.parameters.byName().get("layer0.forward.recurrent_weight");
    assertThat(packed.transposed(weight)).isSameAs(packed.transposed(weight));
    double kept = weight.get(7);
    weight.set(7, weight.get(8));
    weight.set(8, kept);
    assertThat(model.parameters.packed(BEST)).isNotSameAs(packed);
  }

  /// h = 0.9·hPrev + 0.1·x, a cell that no kernel knows.
  private record Leaky(int width) implements Cell {
    @Override
    public List<Integer> stateWidths() {
      return List.of(width);
    }

    @Override
    public List<Value> step(Tape tape, Value x, List<Value> previous) {
      return List.of(previous.getFirst().scaledBy(0.9).plus(x.scaledBy(0.1)));
    }
  }

  @Test
  void aCellOfOnesOwn() {
    var parameters = new Parameters(Precision.FLOAT64, Rng.seeded(SEED));
    Recurrent stack =
        Recurrent.create(
            (scope, in, hidden) -> new Leaky(hidden),
            RecurrentConfig.of(CellKind.ELMAN, INPUT, INPUT),
            parameters.root(),
            INPUT);
    Tensor x = input(Precision.FLOAT64, STEPS);
    List<double[]> expected = sequence(DOUBLE, stack, x);
    RecurrentSession session = stack.openSession(parameters.packed(DOUBLE));
    for (int t = 0; t < STEPS; t++) {
      assertThat(step(session, x, t)).containsExactly(expected.get(t), offset(1e-12));
    }
  }

  @Test
  void refusals() {
    var both = model(RecurrentConfig.of(CellKind.GRU, 4).bothDirections(), Precision.FLOAT64);
    assertThatThrownBy(() -> both.fused.openSession(both.parameters.packed(DOUBLE)))
        .hasMessage(
            "a session reads forward, step by step, and this stack also reads against time; train"
                + " one that is not bidirectional");
    var one = model(RecurrentConfig.of(CellKind.GRU, 4), Precision.FLOAT32);
    RecurrentSession session = one.fused.openSession(one.parameters.packed(BEST));
    assertThatThrownBy(() -> session.push(1, 2))
        .hasMessage("2 numbers for a step, this stack reads 3");
    var other = model(RecurrentConfig.of(CellKind.GRU, 5), Precision.FLOAT32);
    RecurrentState state = other.fused.openSession(other.parameters.packed(BEST)).snapshot();
    assertThatThrownBy(() -> session.rewind(state))
        .hasMessage("a state with a part [1, 5], this stack's is [1, 4]");
  }
}
