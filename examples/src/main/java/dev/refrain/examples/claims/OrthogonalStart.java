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

/// Claim: recurrent weights that start as an orthogonal matrix let a plain network learn longer
/// dependencies than uniform ones (Saxe, McClelland & Ganguli 2014; Le, Jaitly & Hinton 2015).
///
/// The adding problem (Hochreiter & Schmidhuber 1997): two of a row of random numbers in [0, 1] are
/// marked, one in each half, and their sum is wanted at the end. Who always says 1 has a mean squared
/// error of 1/6.
final class OrthogonalStart {
  static final double BASELINE = 1.0 / 6;
  private static final int HIDDEN = 32;
  private static final int ROWS = 32;
  private static final int STEPS = 2000;
  private static final double RATE = 2e-3;
  private static final int REPORT_EVERY = 50;

  private OrthogonalStart() {}

  /// The mean squared error every 50 training steps.
  static List<Double> run(CellKind cell, String start, int length, long seed) {
    var config = RecurrentConfig.of(cell, HIDDEN).withStart("glorot-uniform", start, 1);
    var rule = OptimizerConfig.of(OptimizerKind.ADAM).withRate(RATE);
    Learner learner = new Learner(config, 2, 1, rule, Clipping.byNorm(1), seed);
    Rng rng = Rng.seeded(seed).split("numbers");
    Examples check = batch(length, 512, rng);
    List<Double> errors = new ArrayList<>();
    for (int step = 0; step <= STEPS; step++) {
      if (step % REPORT_EVERY == 0) {
        errors.add(learner.loss(check));
      }
      learner.learn(batch(length, ROWS, rng));
    }
    return errors;
  }

  /// The first training step at which half of what the baseline leaves open is explained; −1 if
  /// that never came.
  static int halfway(List<Double> errors) {
    for (int i = 0; i < errors.size(); i++) {
      if (errors.get(i) < BASELINE / 2) {
        return i * REPORT_EVERY;
      }
    }
    return -1;
  }

  private static Examples batch(int length, int rows, Rng rng) {
    Tensor x = Tensor.zeros(length, rows, 2);
    Tensor sums = Tensor.zeros(rows, 1);
    for (int b = 0; b < rows; b++) {
      int first = rng.nextInt(length / 2);
      int second = length / 2 + rng.nextInt(length - length / 2);
      double sum = 0;
      for (int t = 0; t < length; t++) {
        double number = rng.nextDouble();
        x.set((t * rows + b) * 2, number);
        if (t == first || t == second) {
          x.set((t * rows + b) * 2 + 1, 1);
          sum += number;
        }
      }
      sums.set(b, sum);
    }
    return Examples.ofNumbers(x, sums);
  }
}
