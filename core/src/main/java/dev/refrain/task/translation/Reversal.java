package dev.refrain.task.translation;

/// Sentences read from their last word to their first; their ends stay ends.
final class Reversal {
  private Reversal() {}

  /// The token numbers turned around.
  ///
  /// @param ids `[S, B]`
  static int[] of(int[] ids, int[] lengths) {
    int rows = lengths.length;
    int[] turned = ids.clone();
    for (int row = 0; row < rows; row++) {
      for (int s = 0; s < lengths[row]; s++) {
        turned[s * rows + row] = ids[position(s, lengths[row]) * rows + row];
      }
    }
    return turned;
  }

  /// Where the token stands in its sentence that is read as number `s`, and the other way around.
  ///
  /// @param length with the end
  static int position(int s, int length) {
    return s == length - 1 ? s : length - 2 - s;
  }
}
