package dev.refrain.examples;

import dev.refrain.autodiff.GradientCheck;
import dev.refrain.autodiff.Sequences;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.loss.SquaredError;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Task;
import dev.refrain.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Trains [LeakyCell], a cell that Refrain does not know, in two layers and both directions on
/// sequences of differing length: it learns to put out the mean of what it has read. Before that,
/// its gradients are checked.
public final class CellOfYourOwn {
  private static final int STEPS = 12;
  private static final int BATCH = 32;

  private CellOfYourOwn() {}

  public static void main(String[] args) {
    checkGradients();
    var task = new MeanTask(Rng.seeded(2));
    var result =
        Trainer.of(task)
            .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(5e-3))
            .epochs(12)
            .shards(2)
            .run();
    System.out.println("Mean squared error after training: " + result.bestLoss().orElseThrow());
    if (result.bestLoss().orElseThrow() > 0.01) {
      throw new IllegalStateException("the cell has not learned to average");
    }
  }

  /// Lengths, both directions and the stack come with the cell.
  private static Recurrent stack(Parameters parameters) {
    var topology = RecurrentConfig.of(CellKind.ELMAN, 8, 8).bothDirections();
    return Recurrent.create(
        (scope, input, hidden) -> LeakyCell.create(scope, input, hidden, 0.5),
        topology,
        parameters.root(),
        1);
  }

  /// Holds the way back through the stack against differences: for the input and all parameters.
  private static void checkGradients() {
    var parameters = new Parameters(Precision.FLOAT64, Rng.seeded(3));
    Recurrent stack = stack(parameters);
    Tensor x = Tensor.zeros(Precision.FLOAT64, Shape.of(4, 3, 1));
    Rng rng = Rng.seeded(4);
    for (int i = 0; i < x.shape().size(); i++) {
      x.set(i, rng.nextGaussian());
    }
    List<Tensor> inputs = new ArrayList<>(parameters.byName().values());
    inputs.addFirst(x);
    int[] lengths = {4, 1, 3};
    GradientCheck.Result result =
        GradientCheck.sampled(
            (tape, values) -> stack.apply(tape, values.getFirst(), lengths, List.of()).sequence(),
            inputs,
            10,
            1);
    result.require(1e-6);
    System.out.println("Gradients hold: " + result);
  }

  /// Batches of noise of differing length, each with its mean.
  private static final class MeanTask implements Task {
    private record Batch(Tensor x, List<Integer> lengths, Tensor means) {}

    private final Parameters parameters = new Parameters(Precision.FLOAT32, Rng.seeded(5));
    private final Recurrent stack = stack(parameters);
    private final Linear output =
        Linear.create(
            parameters.root().child("output"),
            stack.outputSize(),
            1,
            true,
            Initializers.glorotUniform());
    private final List<Batch> training = new ArrayList<>();
    private final List<Batch> validation = new ArrayList<>();

    MeanTask(Rng rng) {
      for (int i = 0; i < 40; i++) {
        training.add(batch(rng));
      }
      validation.add(batch(rng));
    }

    private static Batch batch(Rng rng) {
      Tensor x = Tensor.zeros(STEPS, BATCH, 1);
      Tensor means = Tensor.zeros(BATCH, 1);
      List<Integer> lengths = new ArrayList<>();
      for (int b = 0; b < BATCH; b++) {
        int length = 1 + rng.nextInt(STEPS);
        lengths.add(length);
        double sum = 0;
        for (int t = 0; t < length; t++) {
          double number = rng.nextGaussian();
          x.set(t * BATCH + b, number);
          sum += number;
        }
        means.set(b, sum / length);
      }
      return new Batch(x, lengths, means);
    }

    @Override
    public Parameters parameters() {
      return parameters;
    }

    @Override
    public void startEpoch(int epoch, Rng rng) {}

    @Override
    public int steps() {
      return training.size();
    }

    @Override
    public ShardLoss loss(Tape tape, int step, Shard shard) {
      return loss(tape, training.get(step), shard);
    }

    @Override
    public int validationSteps() {
      return validation.size();
    }

    @Override
    public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
      return loss(tape, validation.get(step), shard);
    }

    /// A shard is some rows of the batch; here each is cut out by leaving the others.
    private ShardLoss loss(Tape tape, Batch batch, Shard shard) {
      int from = shard.from(BATCH);
      int rows = shard.to(BATCH) - from;
      int[] chosen = new int[rows];
      int[] lengths = new int[rows];
      for (int i = 0; i < rows; i++) {
        chosen[i] = from + i;
        lengths[i] = batch.lengths().get(from + i);
      }
      Value x = Sequences.reorder(tape.constant(batch.x()), chosen);
      Value read = stack.apply(tape, x, lengths, List.of()).sequence();
      Value mean = output.apply(Sequences.meanOverValid(read, lengths));
      Tensor target = batch.means().slice(from, from + rows);
      return new ShardLoss(SquaredError.sum(mean, target, null), rows);
    }

    @Override
    public Map<String, Tensor> carried() {
      return Map.of();
    }

    @Override
    public void restoreCarried(Map<String, Tensor> carried) {}
  }
}
