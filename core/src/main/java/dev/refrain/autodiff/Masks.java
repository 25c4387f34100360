package dev.refrain.autodiff;

/// Rows that count and rows that do not. A mask has one element for each row of a value's
/// innermost axis; of a sequence `[T, B, F]`, row `t * B + b` is step t of sequence b.
public final class Masks {
  private Masks() {}

  /// The rows for which `keep` is true as they are, the others as zeros; the gradient of these is
  /// exactly zero.
  ///
  /// @throws IllegalArgumentException if the mask does not have one element a row
  public static Value keepRows(Value x, boolean[] keep) {
    int[] ids = new int[keep.length];
    for (int r = 0; r < ids.length; r++) {
      ids[r] = keep[r] ? r : -1;
    }
    return Rows.rearrange(x, ids, x.shape());
  }

  /// Which of `steps × lengths.length` rows are no padding: `t < lengths[b]` for row `t * B + b`.
  public static boolean[] valid(int steps, int[] lengths) {
    boolean[] valid = new boolean[steps * lengths.length];
    for (int b = 0; b < lengths.length; b++) {
      for (int t = 0; t < Math.min(lengths[b], steps); t++) {
        valid[t * lengths.length + b] = true;
      }
    }
    return valid;
  }
}
