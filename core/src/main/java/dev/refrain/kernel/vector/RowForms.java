package dev.refrain.kernel.vector;

import java.util.Optional;

/// Holds the two forms of [RowLoops].
final class RowForms {
  /// First, since what follows needs it.
  private static final int COLUMNS = 26 * Lanes.COUNT + 1;

  static final Takeover<RowLoops> ROWS =
      new Takeover<>(new PlainRows(), () -> Optional.of(new VectorRows()), RowForms::littleWork);

  private RowForms() {}

  /// All loops once.
  private static Runnable littleWork(RowLoops loops) {
    float[] row = new float[COLUMNS];
    float[] four = new float[4 * COLUMNS];
    return () -> {
      float largest = loops.largest(row, 0, COLUMNS);
      loops.exponentials(row, 0, row, 0, COLUMNS, largest);
      loops.exponentials(row, 0, null, 0, COLUMNS, largest);
      loops.scale(row, 0, row, 0, COLUMNS, 0);
      loops.add(row, 0, four, 0, COLUMNS);
      loops.addFour(four, 0, COLUMNS, row, 0, COLUMNS);
      row[0] = (float) (loops.sum(row, 0, COLUMNS) + loops.sumOfSquares(row, 0, COLUMNS));
    };
  }
}
