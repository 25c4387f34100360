package dev.refrain.bench.training;

import dev.refrain.bench.peer.LabelledBatch;
import dev.refrain.data.LengthBuckets;
import java.util.ArrayList;
import java.util.List;

/// Sequences of token numbers with labels, put into batches for a peer as Refrain's own training
/// does.
final class LabelledSequences {
  private final List<Sequence> sequences = new ArrayList<>();

  /// @param labels one, or one for each of the ids
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sequence(int[] ids, int[] labels) {}

  /// @param labels one, or one for each of the ids; the same for all sequences
  void add(int[] ids, int... labels) {
    sequences.add(new Sequence(ids, labels));
  }

  /// Batches in the order that [InOrder] gives an epoch.
  List<LabelledBatch> batches(int batch) {
    var order =
        new LengthBuckets(sequences.size(), batch, (a, b) -> Integer.compare(length(b), length(a)));
    order.startEpoch(InOrder.rng());
    List<LabelledBatch> batches = new ArrayList<>();
    for (int step = 0; step < order.steps(); step++) {
      List<Sequence> rows = new ArrayList<>();
      for (int row = 0; row < order.rows(step); row++) {
        rows.add(sequences.get(order.item(step, row)));
      }
      batches.add(
          new LabelledBatch(
              rows.stream().mapToInt(row -> row.ids().length).toArray(),
              sideBySide(rows.stream().map(Sequence::ids).toList()),
              sideBySide(rows.stream().map(Sequence::labels).toList())));
    }
    return batches;
  }

  private int length(int sequence) {
    return sequences.get(sequence).ids().length;
  }

  /// Position `t * rows + b` is number t of row b; 0 where there is none.
  private static int[] sideBySide(List<int[]> rows) {
    int[] numbers = new int[rows.getFirst().length * rows.size()];
    for (int b = 0; b < rows.size(); b++) {
      for (int t = 0; t < rows.get(b).length; t++) {
        numbers[t * rows.size() + b] = rows.get(b)[t];
      }
    }
    return numbers;
  }
}
