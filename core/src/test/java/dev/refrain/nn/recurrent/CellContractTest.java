package dev.refrain.nn.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Sequences;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The contract of `docs/cells.md` for every cell and option, but for its sixth point (save, load,
/// shards), which the trainer's tests hold, and its seventh, see [GoldenValuesTest].
class CellContractTest {
  private static final long SEED = 20_261_120;
  private static final int STEPS = 5;
  private static final int INPUT = 3;
  private static final Kernels DOUBLE = ReferenceKernels.float64();

  static List<Contract.Case> cases() {
    return Contract.cases();
  }

  private static Contract.Model model(RecurrentConfig config, Precision precision) {
    return new Contract.Model(config, INPUT, precision, SEED);
  }

  private static Contract.Batch batch(Contract.Model model, int... lengths) {
    return Contract.Batch.random(model, STEPS, lengths, Precision.FLOAT64, SEED);
  }

  private static void assertEqual(
      Map<String, double[]> actual, Map<String, double[]> expected, double tolerance) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, numbers) -> {
          double[] other = actual.get(name);
          assertThat(other).as(name).hasSameSizeAs(numbers);
          double scale = 1e-3;
          for (double number : numbers) {
            scale = Math.max(scale, Math.abs(number));
          }
          for (int i = 0; i < numbers.length; i++) {
            assertThat(other[i])
                .as("%s[%d], seed %d", name, i, SEED)
                .isCloseTo(numbers[i], offset(tolerance * scale));
          }
        });
  }

  /// 1. The way back by hand equals central differences, in double, to 1e-6.
  @ParameterizedTest
  @MethodSource("cases")
  void gradientsEqualCentralDifferences(Contract.Case tested) {
    Contract.Model model = model(tested.config(), Precision.FLOAT64);
    Contract.Batch batch = batch(model, Contract.LENGTHS);
    Map<String, double[]> gradients = Contract.train(DOUBLE, model, model.fused, batch).numbers();
    checkDifferences(model, batch, "d x", batch.x(), gradients);
    for (int i = 0; i < batch.initial().size(); i++) {
      checkDifferences(model, batch, "d initial " + i, batch.initial().get(i), gradients);
    }
    model
        .parameters
        .byName()
        .forEach((name, tensor) -> checkDifferences(model, batch, "d " + name, tensor, gradients));
  }

  private static void checkDifferences(
      Contract.Model model,
      Contract.Batch batch,
      String name,
      Tensor tensor,
      Map<String, double[]> gradients) {
    Rng rng = Rng.seeded(SEED).split(name);
    double step = 1e-5;
    int size = tensor.shape().size();
    for (int sample = 0; sample < Math.min(size, 10); sample++) {
      int at = size <= 10 ? sample : rng.nextInt(size);
      double kept = tensor.get(at);
      tensor.set(at, kept + step);
      double above = Contract.train(DOUBLE, model, model.fused, batch).loss();
      tensor.set(at, kept - step);
      double below = Contract.train(DOUBLE, model, model.fused, batch).loss();
      tensor.set(at, kept);
      double expected = (above - below) / (2 * step);
      double actual = gradients.get(name)[at];
      double error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
      assertThat(error)
          .as("%s[%d]: by hand %s, by differences %s, seed %d", name, at, actual, expected, SEED)
          .isLessThan(1e-6);
    }
  }

  /// 2a. The fused path equals the composition of tape operations.
  @ParameterizedTest
  @MethodSource("cases")
  void fusedEqualsComposition(Contract.Case tested) {
    Contract.Model model = model(tested.config(), Precision.FLOAT64);
    for (int[] lengths : List.of(Contract.LENGTHS, new int[] {5, 5}, new int[] {4})) {
      Contract.Batch batch = batch(model, lengths);
      assertFusedEqualsComposition(model, batch);
      assertUsedEqualsComposition(model, batch);
    }
  }

  /// 2a, where the input is picked from a table of few rows, so that the table is projected; with an id of −1, of zeros,
  /// or in padding, or too many rows, it is not.
  @ParameterizedTest
  @MethodSource("cases")
  void pickedInputsEqualComposition(Contract.Case tested) {
    Contract.Model model = model(tested.config(), Precision.FLOAT64);
    for (int[] lengths : List.of(Contract.LENGTHS, new int[] {5, 5})) {
      for (int vocabulary : new int[] {4, 30}) {
        Contract.Batch batch = batch(model, lengths).picked(vocabulary);
        assertFusedEqualsComposition(model, batch);
        assertUsedEqualsComposition(model, batch);
        batch.ids()[STEPS * lengths.length - 3] =
            -1; // in padding, or the last step but one of row 1
        assertFusedEqualsComposition(model, batch);
        batch.ids()[1] = -1;
        assertFusedEqualsComposition(model, batch);
      }
    }
  }

  /// Where the table is projected the gradient goes straight to it.
  @Test
  void fewRowsAreProjectedInsteadOfSteps() {
    Contract.Model model = model(RecurrentConfig.of(CellKind.LSTM, 4), Precision.FLOAT64);
    Contract.Batch batch = batch(model, Contract.LENGTHS);
    assertThat(reachesInput(model, batch.picked(4))).isFalse();
    assertThat(reachesInput(model, batch.picked(30))).isTrue();
    Contract.Batch zero = batch.picked(4);
    zero.ids()[1] = -1;
    assertThat(reachesInput(model, zero)).isTrue();
  }

  /// A table that is computed, and it and the rows picked from it used elsewhere too.
  @ParameterizedTest
  @EnumSource(names = {"LSTM", "GRU"})
  void pickedRowsMayBeUsedElsewhere(CellKind cell) {
    RecurrentConfig config = RecurrentConfig.of(cell, 4).bothDirections();
    Contract.Model model = model(config.withConnections(Connections.SKIP), Precision.FLOAT64);
    Contract.Batch batch = batch(model, Contract.LENGTHS).picked(4);
    assertThat(gradientOfComputedTable(model.fused, batch))
        .containsExactly(gradientOfComputedTable(model.fused.composed(), batch), offset(1e-10));
  }

  private static double[] gradientOfComputedTable(Recurrent stack, Contract.Batch batch) {
    try (var tape = Contract.recording(DOUBLE, batch)) {
      Value table = tape.parameter(batch.x()).tanh();
      Value picked = batch.input(table);
      Value x = Sequences.reverse(picked, batch.lengths());
      Value read = stack.apply(tape, x, batch.lengths(), List.of()).sequence();
      Value loss = read.tanh().sum().plus(picked.exp().sum()).plus(table.times(table).sum());
      tape.backward(loss, 1);
      return tape.gradient(batch.x()).toDoubles();
    }
  }

  /// Gradients are those at the table as it was read, whatever becomes of it before they are asked for.
  @Test
  void aTableMayChangeBeforeGradientsAreAskedFor() {
    Contract.Model model = model(RecurrentConfig.of(CellKind.LSTM, 4), Precision.FLOAT64);
    Contract.Batch batch = batch(model, Contract.LENGTHS).picked(4);
    Tensor weight = model.parameters.byName().get("layer0.forward.input_weight");
    double[] expected =
        Contract.train(DOUBLE, model, model.fused, batch)
            .numbers()
            .get("d layer0.forward.input_weight");
    try (var tape = Contract.recording(DOUBLE, batch)) {
      Contract.step(tape, model.fused, batch);
      for (int i = 0; i < batch.x().shape().size(); i++) {
        batch.x().set(i, 100);
      }
      assertThat(tape.gradient(weight).toDoubles()).containsExactly(expected, offset(1e-12));
    }
  }

  private static boolean reachesInput(Contract.Model model, Contract.Batch batch) {
    try (var tape = Contract.recording(DOUBLE, batch)) {
      Value x = batch.input(tape.parameter(batch.x()));
      Recurrent.Output output = model.fused.apply(tape, x, batch.lengths(), List.of());
      tape.backward(output.sequence().sum(), 1);
      assertThat(tape.gradient(batch.x())).isNotNull();
      return x.gradientStarted();
    }
  }

  private static void assertFusedEqualsComposition(Contract.Model model, Contract.Batch batch) {
    assertEqual(
        Contract.train(DOUBLE, model, model.fused, batch).numbers(),
        Contract.train(DOUBLE, model, model.fused.composed(), batch).numbers(),
        1e-10);
  }

  private static void assertUsedEqualsComposition(Contract.Model model, Contract.Batch batch) {
    assertEqual(
        Contract.use(DOUBLE, model.fused, batch).numbers(),
        Contract.use(DOUBLE, model.fused.composed(), batch).numbers(),
        1e-10);
  }

  /// 2a, for a batch so large that the input is projected, and gradients are gathered, for two steps at once
  /// and then for the fifth alone, which in the second batch have no rows.
  @ParameterizedTest
  @EnumSource(CellKind.class)
  void largeBatchesGoInPieces(CellKind cell) {
    var plain = RecurrentConfig.of(cell, 8).bothDirections();
    for (RecurrentConfig config :
        List.of(plain, plain.withLayerNorm(true), plain.withZoneout(0.3, 0.2))) {
      Contract.Model model = model(config, Precision.FLOAT64);
      for (int longest : new int[] {STEPS, 2}) {
        assertFusedEqualsComposition(model, largeBatch(model, cell, longest));
      }
    }
  }

  /// The same where the input is picked from a table.
  @ParameterizedTest
  @EnumSource(names = {"LSTM", "GRU"})
  void largePickedBatchesGoInPieces(CellKind cell) {
    var plain = RecurrentConfig.of(cell, 8).bothDirections();
    for (RecurrentConfig config : List.of(plain, plain.withLayerNorm(true))) {
      Contract.Model model = model(config, Precision.FLOAT64);
      assertFusedEqualsComposition(model, largeBatch(model, cell, STEPS).picked(9));
    }
  }

  private static Contract.Batch largeBatch(Contract.Model model, CellKind cell, int longest) {
    int[] lengths = new int[4000 / cell.definition().fused().gates().size()];
    Arrays.setAll(lengths, row -> row % (longest + 1));
    return batch(model, lengths);
  }

  /// 2b. The kernels in use equal the reference in double, at widths around the lane count.
  @ParameterizedTest
  @EnumSource(CellKind.class)
  void kernelsEqualReference(CellKind cell) {
    Kernels kernels = Devices.best();
    for (int hidden : new int[] {1, 15, 16, 17, 33}) {
      RecurrentConfig config = RecurrentConfig.of(cell, hidden).withLayerNorm(hidden == 17);
      var wide = new Contract.Model(config, 7, Precision.FLOAT64, SEED);
      var narrow = new Contract.Model(config, 7, Precision.FLOAT32, SEED);
      int[] lengths = {9, 4, 9, 2, 7, 1, 8, 3, 6};
      Contract.Batch batch = Contract.Batch.random(wide, 9, lengths, Precision.FLOAT64, SEED);
      Contract.Batch floats =
          new Contract.Batch(
              batch.x().convert(Precision.FLOAT32),
              lengths,
              batch.initial().stream().map(t -> t.convert(Precision.FLOAT32)).toList(),
              SEED);
      assertEqual(
          Contract.train(kernels, narrow, narrow.fused, floats).numbers(),
          Contract.train(DOUBLE, wide, wide.fused, batch).numbers(),
          2e-4);
    }
  }

  /// 3. A padded row equals the same sequence alone, and gradients of padding are exactly zero.
  @ParameterizedTest
  @MethodSource("cases")
  void paddingChangesNothing(Contract.Case tested) {
    Contract.Model model = model(tested.config(), Precision.FLOAT64);
    Contract.Batch batch = batch(model, Contract.LENGTHS);
    Contract.Run together = Contract.use(DOUBLE, model.fused, batch);
    double[] dx = Contract.train(DOUBLE, model, model.fused, batch).numbers().get("d x");
    int rows = Contract.LENGTHS.length;
    int width = model.fused.outputSize();
    for (int row = 0; row < rows; row++) {
      int length = Contract.LENGTHS[row];
      for (int t = length; t < STEPS; t++) {
        for (int i = 0; i < INPUT; i++) {
          assertThat(dx[(t * rows + row) * INPUT + i]).as("d padding").isZero();
        }
      }
      if (length == 0) {
        continue;
      }
      Contract.Run alone = Contract.use(DOUBLE, model.fused, only(batch, row, length));
      for (int t = 0; t < STEPS; t++) {
        for (int j = 0; j < width; j++) {
          double expected = t < length ? alone.numbers().get("sequence")[t * width + j] : 0;
          assertThat(together.numbers().get("sequence")[(t * rows + row) * width + j])
              .isCloseTo(expected, offset(1e-12));
        }
      }
    }
  }

  /// One row of a batch as a batch of its own, without padding.
  private static Contract.Batch only(Contract.Batch batch, int row, int length) {
    int rows = batch.lengths().length;
    Tensor x = Tensor.zeros(Precision.FLOAT64, Shape.of(length, 1, INPUT));
    for (int t = 0; t < length; t++) {
      for (int i = 0; i < INPUT; i++) {
        x.set(t * INPUT + i, batch.x().get((t * rows + row) * INPUT + i));
      }
    }
    List<Tensor> initial = batch.initial().stream().map(part -> part.slice(row, row + 1)).toList();
    return new Contract.Batch(x, new int[] {length}, initial, batch.seed());
  }

  /// 4. Two calls that carry the state equal one call.
  @ParameterizedTest
  @MethodSource("cases")
  void carryingTheStateEqualsOneCall(Contract.Case tested) {
    if (tested.config().bidirectional()) {
      return; // a direction against time cannot be cut
    }
    Contract.Model model = model(tested.config(), Precision.FLOAT64);
    Contract.Batch batch = batch(model, STEPS, STEPS, STEPS);
    var pool = new BufferPool(Precision.FLOAT64);
    try (var tape = Tape.evaluating(DOUBLE, pool)) {
      List<Value> initial = batch.initial().stream().map(tape::constant).toList();
      Value x = tape.constant(batch.x());
      Recurrent.Output whole = model.fused.apply(tape, x, null, initial);
      Recurrent.Output first = model.fused.apply(tape, x.slice(0, 2), null, initial);
      Recurrent.Output second = model.fused.apply(tape, x.slice(2, STEPS), null, first.state());
      assertSame(second.sequence(), whole.sequence().slice(2, STEPS));
      for (int i = 0; i < whole.state().size(); i++) {
        assertSame(second.state().get(i), whole.state().get(i));
      }
    }
  }

  private static void assertSame(Value actual, Value expected) {
    assertThat(actual.data().toDoubles())
        .containsExactly(expected.data().toDoubles(), offset(1e-12));
  }

  /// 5. Reading against time equals reversing the valid part by hand.
  @ParameterizedTest
  @EnumSource(CellKind.class)
  void readingAgainstTimeEqualsReversing(CellKind cell) {
    var config = RecurrentConfig.of(cell, 4).bothDirections();
    Contract.Model model = model(config, Precision.FLOAT64);
    int[] lengths = {5, 3, 1};
    Contract.Batch batch = batch(model, lengths);
    var alone = new Contract.Model(RecurrentConfig.of(cell, 4), INPUT, Precision.FLOAT64, 1);
    alone
        .parameters
        .byName()
        .forEach(
            (name, tensor) ->
                tensor.copyFrom(
                    model.parameters.byName().get(name.replace("forward", "backward"))));
    var pool = new BufferPool(Precision.FLOAT64);
    try (var tape = Tape.evaluating(DOUBLE, pool)) {
      List<Value> initial = new ArrayList<>(batch.initial().stream().map(tape::constant).toList());
      Value x = tape.constant(batch.x());
      Value both = model.fused.apply(tape, x, lengths, initial).sequence();
      int parts = initial.size() / 2;
      Value byHand =
          Sequences.reverse(
              alone
                  .fused
                  .apply(
                      tape,
                      Sequences.reverse(x, lengths),
                      lengths,
                      initial.subList(parts, 2 * parts))
                  .sequence(),
              lengths);
      assertSame(both.columns(4, 8), byHand);
    }
  }

  /// A step of a training sequence leaves nothing behind: the second one takes all its buffers from
  /// the pool.
  @ParameterizedTest
  @EnumSource(CellKind.class)
  void buffersComeBack(CellKind cell) {
    Contract.Model model = model(RecurrentConfig.of(cell, 4, 3), Precision.FLOAT64);
    Contract.Batch batch = batch(model, Contract.LENGTHS);
    var pool = new BufferPool(Precision.FLOAT64);
    long[] idle = new long[2];
    for (int run = 0; run < 2; run++) {
      try (var tape = Tape.recording(DOUBLE, pool, Rng.seeded(SEED))) {
        List<Value> initial = batch.initial().stream().map(tape::parameter).toList();
        var output = model.fused.apply(tape, tape.parameter(batch.x()), batch.lengths(), initial);
        tape.backward(output.sequence().sum(), 1);
      }
      idle[run] = pool.idleBytes();
    }
    assertThat(idle[1]).as(Arrays.toString(idle)).isEqualTo(idle[0]).isPositive();
  }
}
