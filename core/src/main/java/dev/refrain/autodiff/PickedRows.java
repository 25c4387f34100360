package dev.refrain.autodiff;

/// What a value is that was picked row by row from another: its row r is row `ids[r]` of `table`, and zero
/// where that is −1. An operation that treats every row alike may work on the table instead, if that has
/// fewer rows, and add to the table's gradient instead of the value's.
///
/// @param table any shape, read as rows of its innermost axis
/// @param ids one for each row; not to be changed
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PickedRows(Value table, int[] ids) {

  private static final int PICKS_A_ROW = 2;

  /// Whether a table is so small beside the rows picked from it that work is better done on the table.
  public static boolean isSmall(int tableRows, int picks) {
    return tableRows <= picks / PICKS_A_ROW;
  }

  /// Rows of rows: what a value is of which row r is row `of[r]` of this one.
  PickedRows pick(int[] of) {
    int[] picked = new int[of.length];
    for (int r = 0; r < of.length; r++) {
      picked[r] = of[r] < 0 ? -1 : ids[of[r]];
    }
    return new PickedRows(table, picked);
  }
}
