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

/// Claim: gradients through many steps vanish in a plain recurrent network, and do not in LSTM and
/// GRU (Hochreiter 1991; Bengio, Simard & Frasconi 1994; Pascanu, Mikolov & Bengio 2013).
///
/// Measured is |∂loss/∂x(t)| by the distance of step t from the loss, on [Recall] over 100 steps, for
/// networks as they start; and whether each then learns the task: at once, or by a curriculum that
/// begins with 5 steps and goes on to longer distances whenever it has understood.
final class VanishingGradients {
  static final int DISTANCE = 100;
  private static final int SHORTEST = 5;
  private static final int HIDDEN = 32;
  private static final int ROWS = 16;
  private static final int TRAINING_STEPS = 1000;
  private static final int CHECK_EVERY = 25;

  private VanishingGradients() {}

  /// A network to look at.
  enum Net {
    ELMAN("plain, uniform start", CellKind.ELMAN, "fan-in-uniform", 0),
    ELMAN_ORTHOGONAL("plain, orthogonal start", CellKind.ELMAN, "orthogonal", 0),
    LSTM_0("LSTM, forget bias 0", CellKind.LSTM, "orthogonal", 0),
    LSTM("LSTM, forget bias 1", CellKind.LSTM, "orthogonal", 1),
    LSTM_5("LSTM, forget bias 5", CellKind.LSTM, "orthogonal", 5),
    GRU("GRU", CellKind.GRU, "orthogonal", 0),
    GRU_5("GRU, update bias 5", CellKind.GRU, "orthogonal", 5);

    private final String title;
    private final CellKind cell;
    private final String start;
    private final double bias;

    Net(String title, CellKind cell, String start, double bias) {
      this.title = title;
      this.cell = cell;
      this.start = start;
      this.bias = bias;
    }

    String title() {
      return title;
    }

    Learner create(long seed) {
      RecurrentConfig config =
          RecurrentConfig.of(cell, HIDDEN).withStart("glorot-uniform", start, bias);
      var rule = OptimizerConfig.of(OptimizerKind.ADAM).withRate(3e-3);
      Learner learner =
          new Learner(config, Recall.INPUT, Recall.CLASSES, rule, Clipping.byNorm(1), seed);
      if (cell == CellKind.GRU) {
        Tensor biases = learner.weight("layer0.forward.bias"); // of r, z, n; z says how much stays
        for (int i = HIDDEN; i < 2 * HIDDEN; i++) {
          biases.set(i, bias);
        }
      }
      return learner;
    }
  }

  /// What one network of one seed shows.
  ///
  /// @param start |∂loss/∂x| by distance, 0 to 100, before training
  /// @param mastered the longest distance at which it recalled 95 % and more
  /// @param accuracy at distance 100 after training, where chance is 0.25
  record Outcome(Net net, List<Double> start, int mastered, double accuracy) {

    /// The gradient from 100 steps back as a share of that from no distance, before training.
    double reach() {
      return start.get(DISTANCE) / start.getFirst();
    }
  }

  /// @param curriculum whether it begins with short distances; else it is asked for 100 at once
  static Outcome run(Net net, boolean curriculum, long seed) {
    Learner learner = net.create(seed);
    Rng rng = Rng.seeded(seed).split("recall");
    Examples far = Recall.batch(DISTANCE, 2 * ROWS, rng);
    List<Double> start = byDistance(learner.gradientNorms(far));
    int distance = curriculum ? SHORTEST : DISTANCE;
    int mastered = 0;
    for (int step = 1; step <= TRAINING_STEPS; step++) {
      learner.learn(Recall.batch(distance, ROWS, rng));
      if (step % CHECK_EVERY == 0
          && learner.accuracy(Recall.batch(distance, 4 * ROWS, rng)) >= 0.95) {
        mastered = Math.max(mastered, distance);
        distance = Math.min(DISTANCE, distance * 3 / 2);
      }
    }
    double accuracy = learner.accuracy(Recall.batch(DISTANCE, 16 * ROWS, rng));
    return new Outcome(net, start, mastered, accuracy);
  }

  private static List<Double> byDistance(double[] norms) {
    List<Double> byDistance = new ArrayList<>();
    for (int t = norms.length - 1; t >= 0; t--) {
      byDistance.add(norms[t]);
    }
    return byDistance;
  }
}
