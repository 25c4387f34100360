package dev.refrain.train;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Dropout;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.loss.CrossEntropy;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.Map;

/// A small task that uses everything a run must bring back after a kill: an order of the data for
/// each epoch, dropout, and a hidden state `[ROWS, HIDDEN]` carried from step to step. The class of
/// an example is where its largest feature stands, so it can be learned.
final class TinyTask implements Task {
  static final int ROWS = 6;
  static final int FEATURES = 5;
  static final int HIDDEN = 16;

  private final Parameters parameters;
  private final Linear input;
  private final Linear recurrent;
  private final Linear output;
  private final float[][] features;
  private final float[][] held;
  private final int steps;
  private final Tensor carried = Tensor.zeros(ROWS, HIDDEN);
  private final Tensor validationCarried = Tensor.zeros(ROWS, HIDDEN);
  private int[] order;

  /// @param spoiledStep the step of each epoch whose data is not a number; -1 for none
  TinyTask(long seed, int steps, int validationSteps, int spoiledStep) {
    this.steps = steps;
    Rng rng = Rng.seeded(seed);
    parameters = new Parameters(Precision.FLOAT32, rng.split("weights"));
    var start = Initializers.glorotUniform();
    input = Linear.create(parameters.root().child("input"), FEATURES, HIDDEN, true, start);
    recurrent = Linear.create(parameters.root().child("recurrent"), HIDDEN, HIDDEN, false, start);
    output = Linear.create(parameters.root().child("output"), HIDDEN, FEATURES, true, start);
    features = draw(rng.split("data"), steps);
    held = draw(rng.split("held"), validationSteps);
    if (spoiledStep >= 0) {
      features[spoiledStep][0] = Float.NaN;
    }
    order = new int[steps];
  }

  TinyTask(long seed, int steps, int validationSteps) {
    this(seed, steps, validationSteps, -1);
  }

  private static float[][] draw(Rng rng, int batches) {
    float[][] drawn = new float[batches][ROWS * FEATURES];
    for (float[] batch : drawn) {
      for (int i = 0; i < batch.length; i++) {
        batch[i] = (float) rng.nextGaussian();
      }
    }
    return drawn;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public void startEpoch(int epoch, Rng rng) {
    order = new int[steps];
    for (int i = 0; i < steps; i++) {
      order[i] = i;
    }
    rng.shuffle(order);
    carried.copyFrom(Tensor.zeros(ROWS, HIDDEN));
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public ShardLoss loss(Tape tape, int step, Shard shard) {
    return loss(tape, features[order[step]], shard, carried);
  }

  @Override
  public int validationSteps() {
    return held.length;
  }

  @Override
  public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
    if (step == 0) {
      int from = shard.from(ROWS);
      int to = shard.to(ROWS);
      validationCarried.slice(from, to).copyFrom(Tensor.zeros(to - from, HIDDEN));
    }
    return loss(tape, held[step], shard, validationCarried);
  }

  private ShardLoss loss(Tape tape, float[] batch, Shard shard, Tensor state) {
    int from = shard.from(ROWS);
    int to = shard.to(ROWS);
    if (from == to) {
      return null;
    }
    Tensor x = Tensor.of(batch, ROWS, FEATURES).slice(from, to);
    Tensor mine = state.slice(from, to);
    Tensor before = tape.allocate(mine.shape());
    before.copyFrom(mine);
    Value hidden =
        input.apply(tape.constant(x)).plus(recurrent.apply(tape.constant(before))).tanh();
    mine.copyFrom(hidden.data());
    Value logits = output.apply(Dropout.apply(hidden, 0.2));
    int[] targets = new int[to - from];
    for (int row = 0; row < targets.length; row++) {
      for (int i = 1; i < FEATURES; i++) {
        if (x.get(row * FEATURES + i) > x.get(row * FEATURES + targets[row])) {
          targets[row] = i;
        }
      }
    }
    return new ShardLoss(CrossEntropy.sum(logits, targets), targets.length);
  }

  @Override
  public Map<String, Tensor> carried() {
    return Map.of("hidden", carried);
  }

  @Override
  public void restoreCarried(Map<String, Tensor> restored) {
    carried.copyFrom(restored.get("hidden"));
  }
}
