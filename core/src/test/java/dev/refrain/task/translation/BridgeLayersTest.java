package dev.refrain.task.translation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
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

class BridgeLayersTest {
  private static final long SEED = 5;

  /// What each part of the decoder's first state is, for one row, where the numbers of the encoder's
  /// last state are 1, 2, 3, ... in the order of its parts.
  private static List<List<Double>> copied(RecurrentConfig encoder, RecurrentConfig decoder) {
    BridgePlan.check(Bridge.COPY, encoder, decoder);
    var scope = new Parameters(Precision.FLOAT64, Rng.seeded(SEED)).root();
    Recurrent reads = Recurrent.create(encoder, scope.child("encoder"), 3);
    Recurrent writes = Recurrent.create(decoder, scope.child("decoder"), 3);
    var bridge = new BridgeLayers(Bridge.COPY, reads, writes, scope.child("bridge"));
    try (Tape tape = Reversals.evaluating()) {
      List<Value> last = new ArrayList<>();
      int number = 0;
      for (Shape shape : reads.stateShapes(1)) {
        Tensor part = tape.allocate(shape);
        for (int i = 0; i < shape.size(); i++) {
          part.set(i, ++number);
        }
        last.add(tape.constant(part));
      }
      List<Value> first = bridge.apply(last);
      assertThat(first).extracting(Value::shape).isEqualTo(writes.stateShapes(1));
      List<List<Double>> numbers = new ArrayList<>();
      for (Value part : first) {
        List<Double> row = new ArrayList<>();
        for (double value : part.data().toDoubles()) {
          row.add(value);
        }
        numbers.add(row);
      }
      return numbers;
    }
  }

  @Test
  void partsOfBothDirectionsStandSideBySide() {
    RecurrentConfig lstm = RecurrentConfig.of(CellKind.LSTM, 2).bothDirections();
    // forwards h = 1 2, c = 3 4; backwards h = 5 6, c = 7 8
    assertThat(copied(lstm, RecurrentConfig.of(CellKind.LSTM, 4)))
        .containsExactly(List.of(1.0, 2.0, 5.0, 6.0), List.of(3.0, 4.0, 7.0, 8.0));
    assertThat(copied(lstm, RecurrentConfig.of(CellKind.GRU, 4)))
        .containsExactly(List.of(1.0, 2.0, 5.0, 6.0));
  }

  @Test
  void directionsMayDifferInTheirCells() {
    RecurrentConfig mixed =
        RecurrentConfig.of(CellKind.LSTM, 2).bothDirections(CellKind.GRU, List.of(1));
    // forwards h = 1 2, c = 3 4; backwards h = 5
    assertThat(copied(mixed, RecurrentConfig.of(CellKind.LSTM, 3)))
        .containsExactly(List.of(1.0, 2.0, 5.0), List.of(3.0, 4.0, 0.0));
    RecurrentConfig other =
        RecurrentConfig.of(CellKind.GRU, 1).bothDirections(CellKind.LSTM, List.of(2));
    // forwards h = 1; backwards h = 2 3, c = 4 5
    assertThat(copied(other, RecurrentConfig.of(CellKind.LSTM, 3)))
        .containsExactly(List.of(1.0, 2.0, 3.0), List.of(0.0, 4.0, 5.0));
  }

  @Test
  void layersAreMatchedFromTheTop() {
    RecurrentConfig two = RecurrentConfig.of(CellKind.GRU, 1, 2);
    assertThat(copied(two, RecurrentConfig.of(CellKind.GRU, 2))).containsExactly(List.of(2.0, 3.0));
    assertThat(copied(two, RecurrentConfig.of(CellKind.GRU, 1, 1, 2)))
        .containsExactly(List.of(1.0), List.of(1.0), List.of(2.0, 3.0));
  }
}
