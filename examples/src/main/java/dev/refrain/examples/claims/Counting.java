package dev.refrain.examples.claims;

import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.Clipping;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Claim: an LSTM learns to count and goes on beyond the lengths it has seen, a GRU does not (Gers &
/// Schmidhuber 2001; Weiss, Goldberg & Yahav 2018).
///
/// The network reads a word aⁿbⁿ and at each b says whether another b follows or the word ends; it
/// learns n up to 40 and is then asked for longer words.
final class Counting {
  static final int TRAINED = 40;
  static final int LONGEST = 200;
  private static final int HIDDEN = 10;
  private static final int ROWS = 16;
  private static final int STEPS = 3000;

  private Counting() {}

  /// What one network of one seed shows.
  ///
  /// @param within the share of words with n up to 40 told right from the first b to the end
  /// @param reach the largest n up to which every word is told right, at most 200
  record Outcome(CellKind cell, double within, int reach) {}

  static Outcome run(CellKind cell, long seed) {
    var rule = OptimizerConfig.of(OptimizerKind.ADAM).withRate(1e-2);
    var config = RecurrentConfig.of(cell, HIDDEN);
    Learner learner = new Learner(config, 2, 2, rule, Clipping.byNorm(1), seed);
    Rng rng = Rng.seeded(seed).split("words");
    for (int step = 0; step < STEPS; step++) {
      learner.learn(words(rng));
    }
    int right = 0;
    int reach = 0;
    for (int n = 1; n <= LONGEST && (n <= TRAINED || reach == n - 1); n++) {
      boolean told = learner.accuracy(batch(List.of(n))) == 1;
      right += told && n <= TRAINED ? 1 : 0;
      reach = told && reach == n - 1 ? n : reach;
    }
    return new Outcome(cell, (double) right / TRAINED, reach);
  }

  private static Examples words(Rng rng) {
    List<Integer> counts = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      counts.add(1 + rng.nextInt(TRAINED));
    }
    return batch(counts);
  }

  /// Words aⁿbⁿ, a and b one-hot; the answers 0, another b follows, and 1, the word ends.
  private static Examples batch(List<Integer> counts) {
    int rows = counts.size();
    int steps = 2 * Collections.max(counts);
    Tensor x = Tensor.zeros(steps, rows, 2);
    List<Integer> wanted = new ArrayList<>(Collections.nCopies(steps * rows, -1));
    List<Integer> lengths = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int n = counts.get(row);
      lengths.add(2 * n);
      for (int t = 0; t < 2 * n; t++) {
        x.set((t * rows + row) * 2 + (t < n ? 0 : 1), 1);
        if (t >= n) {
          wanted.set(t * rows + row, t == 2 * n - 1 ? 1 : 0);
        }
      }
    }
    return Examples.ofClasses(x, lengths, wanted);
  }
}
