package dev.refrain.bench;

import dev.refrain.bench.peer.SpeedCase;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The trainings that [SideBySide] knows.
final class TrainingCases {
  private static final int WIDTH = 256;

  private static final List<TrainingCase> ALL =
      Stream.concat(
              Arrays.stream(SpeedCase.values()).map(LanguageTraining::new),
              Stream.of(
                  attention("attention-gru", CellKind.GRU, true),
                  attention("attention-gru-forward", CellKind.GRU, false),
                  attention("attention-lstm", CellKind.LSTM, true),
                  new PairTraining(1, 256),
                  new PairTraining(3, 248)))
          .toList();

  private TrainingCases() {}

  private static TrainingCase attention(String id, CellKind cell, boolean bothDirections) {
    RecurrentConfig forward = RecurrentConfig.of(cell, WIDTH);
    return new AttentionTraining(id, bothDirections ? forward.bothDirections() : forward, forward);
  }

  /// All names.
  static String ids() {
    return ALL.stream().map(TrainingCase::id).collect(Collectors.joining(", "));
  }

  /// The training of a name.
  ///
  /// @throws IllegalArgumentException for an unknown name, listing the known ones
  static TrainingCase parse(String id) {
    return ALL.stream()
        .filter(training -> training.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("expected one of %s, found %s".formatted(ids(), id)));
  }
}
