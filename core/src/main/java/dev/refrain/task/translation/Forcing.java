package dev.refrain.task.translation;

import dev.refrain.tensor.Rng;

/// For each token that a decoder reads, whether it is the true one; drawn for one batch.
final class Forcing {
  private final boolean[] forced; // [T, B]
  private final int rows;

  private Forcing(boolean[] forced, int rows) {
    this.forced = forced;
    this.rows = rows;
  }

  /// Draws.
  ///
  /// @return null if all are true, so that the target is known beforehand
  static Forcing draw(TeacherForcing.Per per, double ratio, int steps, int rows, Rng rng) {
    boolean[] forced = new boolean[steps * rows];
    boolean all = true;
    for (int i = 0; i < forced.length; i++) {
      boolean first = i < rows; // the begin token is always true
      forced[i] =
          switch (per) {
            case SENTENCE -> first ? rng.nextDouble() < ratio : forced[i - rows];
            case STEP -> first || rng.nextDouble() < ratio;
          };
      all &= forced[i];
    }
    return all ? null : new Forcing(forced, rows);
  }

  /// What a step reads.
  ///
  /// @param truth the true tokens, `[T, B]`
  /// @param own the tokens that the decoder held likeliest in the step before, `[B]`
  int[] inputs(int t, int[] truth, int[] own) {
    int[] inputs = new int[rows];
    for (int row = 0; row < rows; row++) {
      int at = t * rows + row;
      inputs[row] = t == 0 || forced[at] ? truth[at] : own[row];
    }
    return inputs;
  }

  /// The last step that reads any token of the decoder's own; 0 if none does.
  int lastOwn() {
    int t = forced.length / rows - 1;
    while (t > 0 && !readsOwn(t)) {
      t--;
    }
    return t;
  }

  /// Whether a step reads any token of the decoder's own.
  boolean readsOwn(int t) {
    for (int row = 0; row < rows; row++) {
      if (t > 0 && !forced[t * rows + row]) {
        return true;
      }
    }
    return false;
  }
}
