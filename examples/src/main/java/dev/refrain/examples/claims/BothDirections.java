package dev.refrain.examples.claims;

import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.Clipping;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Claim: a network that reads in both directions solves what one that reads forward cannot
/// (Schuster & Paliwal 1997).
///
/// Of a row of random bits each step is to say whether the bit two steps before and the one two
/// steps after differ. The latter a forward network has not seen, so that it can only guess, however
/// large it is; asked two steps later it can know.
final class BothDirections {
  private static final int REACH = 2;
  private static final int LENGTH = 16;
  private static final int ROWS = 32;
  private static final int STEPS = 600;

  private BothDirections() {}

  /// Who reads, and when it has to answer.
  enum Reader {
    FORWARD("forward", 16, false, 0),
    DELAYED("forward, answers two steps later", 16, false, REACH),
    BOTH("both directions", 12, true, 0);

    private final String title;
    private final int hidden;
    private final boolean both;
    private final int delay;

    Reader(String title, int hidden, boolean both, int delay) {
      this.title = title;
      this.hidden = hidden;
      this.both = both;
      this.delay = delay;
    }

    String title() {
      return title;
    }
  }

  /// The share of right answers, where chance is 0.5.
  static double run(Reader reader, long seed) {
    RecurrentConfig config = RecurrentConfig.of(CellKind.GRU, reader.hidden).withDepth(0, 1);
    var rule = OptimizerConfig.of(OptimizerKind.ADAM).withRate(1e-2);
    Learner learner =
        new Learner(
            reader.both ? config.bothDirections() : config, 1, 2, rule, Clipping.byNorm(1), seed);
    Rng rng = Rng.seeded(seed).split("bits");
    for (int step = 0; step < STEPS; step++) {
      learner.learn(batch(ROWS, reader.delay, rng));
    }
    return learner.accuracy(batch(32 * ROWS, reader.delay, rng));
  }

  private static Examples batch(int rows, int delay, Rng rng) {
    Tensor x = Tensor.zeros(LENGTH, rows, 1);
    for (int i = 0; i < LENGTH * rows; i++) {
      x.set(i, rng.nextInt(2) * 2 - 1);
    }
    List<Integer> wanted = new ArrayList<>();
    for (int t = 0; t < LENGTH; t++) {
      int asked = t - delay;
      for (int b = 0; b < rows; b++) {
        boolean inside = asked >= REACH && asked + REACH < LENGTH;
        wanted.add(
            !inside
                ? -1
                : x.get((asked - REACH) * rows + b) == x.get((asked + REACH) * rows + b) ? 0 : 1);
      }
    }
    return Examples.ofClasses(x, null, wanted);
  }
}
