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

/// Claim: gradients of a plain recurrent network also explode, and clipping their norm handles it
/// (Pascanu, Mikolov & Bengio 2013).
///
/// A plain network whose recurrent weights start at a multiple of an orthogonal matrix learns
/// [Recall] by gradient descent, with and without clipping.
final class ExplodingGradients {
  static final double BOUND = 1;
  private static final int DISTANCE = 10;
  private static final int HIDDEN = 32;
  private static final int ROWS = 32;
  private static final int STEPS = 300;
  private static final double RATE = 0.5;

  private ExplodingGradients() {}

  /// What one run shows.
  ///
  /// @param norms the gradient's length at each training step, before clipping
  /// @param losses at each training step
  /// @param accuracy at the end, where chance is 0.25; 0 if the weights are no numbers any more
  record Outcome(List<Double> norms, List<Double> losses, double accuracy) {
    double longest() {
      return norms.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    double median() {
      return norms.stream().sorted().skip(norms.size() / 2).findFirst().orElseThrow();
    }
  }

  /// @param scale what the orthogonal recurrent weights are multiplied by
  static Outcome run(CellKind cell, double scale, boolean clipped, long seed) {
    var rule = OptimizerConfig.of(OptimizerKind.SGD).withRate(RATE).withMomentum(0);
    Clipping clipping = clipped ? Clipping.byNorm(BOUND) : Clipping.NONE;
    var config = RecurrentConfig.of(cell, HIDDEN);
    Learner learner = new Learner(config, Recall.INPUT, Recall.CLASSES, rule, clipping, seed);
    Tensor recurrent = learner.weight("layer0.forward.recurrent_weight");
    for (int i = 0; i < recurrent.shape().size(); i++) {
      recurrent.set(i, scale * recurrent.get(i));
    }
    Rng rng = Rng.seeded(seed).split("recall");
    List<Double> norms = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      Learner.Step taken = learner.learn(Recall.batch(DISTANCE, ROWS, rng));
      norms.add(taken.norm());
      losses.add(taken.loss());
      if (!Double.isFinite(taken.norm()) || !Double.isFinite(taken.loss())) {
        return new Outcome(norms, losses, 0);
      }
    }
    return new Outcome(norms, losses, learner.accuracy(Recall.batch(DISTANCE, 16 * ROWS, rng)));
  }
}
