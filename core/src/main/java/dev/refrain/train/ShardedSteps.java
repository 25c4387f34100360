package dev.refrain.train;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.UnwrittenGradient;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.optim.Block;
import dev.refrain.optim.Optimizer;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.List;
import java.util.function.IntConsumer;

/// The computing of a step, cut into shards and spread over threads. Which thread does what has no
/// influence on the bits: a shard is one tape on one thread, gradients are added in the order of
/// shards, and what is summed over parameters is summed by block and then in the order of blocks.
///
/// The pieces of a training step are separate so that the caller can look at loss and norm before
/// any weight changes: [#forwardAndBackward], [#sumGradients], [#update], and always [#endStep].
final class ShardedSteps implements AutoCloseable {

  private final Task task;
  private final Kernels kernels;
  private final Optimizer optimizer;
  private final List<Tensor> parameters;
  private final List<Block> blocks;
  private final WeightNoise noise; // null if there is none
  private final Crew crew;

  private final BufferPool[] pools;
  private final Shard[] shards;
  private final Tape[] tapes;
  private final double[] losses;
  private final long[] counts;

  private final Tensor[][] gradients; // [shard][parameter]; null where a loss does not depend on it
  private final UnwrittenGradient[][] parts; // [shard][parameter]; null if written out, or none
  private final boolean descendsByParts; // then nothing but parts need be had
  private final Tensor[] sums; // [parameter]: the buffer of the first shard that has a gradient
  private final int[] firstShard; // [parameter]
  private final PointwiseCall[] additions; // [block]
  private final Matrix[] sumWindows; // [block], of the additions
  private final Matrix[] addends; // [block], of the additions
  private final double[] squares; // [block]

  /// @param noise on the weights, or null
  ShardedSteps(
      Task task,
      Kernels kernels,
      Optimizer optimizer,
      WeightNoise noise,
      int shardCount,
      int threads) {
    this.task = task;
    this.kernels = kernels;
    this.optimizer = optimizer;
    this.noise = noise;
    parameters = optimizer.parameters();
    blocks = optimizer.blocks();
    pools = new BufferPool[shardCount];
    shards = new Shard[shardCount];
    for (int shard = 0; shard < shardCount; shard++) {
      pools[shard] = new BufferPool(kernels.precision());
      shards[shard] = new Shard(shard, shardCount);
    }
    tapes = new Tape[shardCount];
    losses = new double[shardCount];
    counts = new long[shardCount];
    gradients = new Tensor[shardCount][parameters.size()];
    parts = new UnwrittenGradient[shardCount][parameters.size()];
    descendsByParts = shardCount == 1 && optimizer.isPlainDescent();
    sums = new Tensor[parameters.size()];
    firstShard = new int[parameters.size()];
    additions = new PointwiseCall[blocks.size()];
    sumWindows = optimizer.windows();
    addends = optimizer.windows();
    for (int block = 0; block < additions.length; block++) {
      additions[block] =
          kernels
              .prepare(Pointwise.ADD_TO)
              .bind("sum", sumWindows[block])
              .bind("addend", addends[block]);
    }
    squares = new double[blocks.size()];
    crew = new Crew(Math.min(threads, shardCount));
  }

  /// Losses of all shards together.
  ///
  /// @param sum added up in double precision, in the order of shards
  /// @param count how many predictions
  record LossSum(double sum, long count) {
    double mean() {
      return sum / count;
    }

    LossSum plus(LossSum other) {
      return new LossSum(sum + other.sum, count + other.count);
    }
  }

  /// Computes loss and gradients of all shards.
  ///
  /// @param rng this step's; each shard's tape gets its own from it
  LossSum forwardAndBackward(int step, Rng rng) {
    if (noise == null) {
      trainShards(step, rng);
    } else {
      Rng draws = rng.split("weight noise");
      forBlocks(block -> noise.add(block, draws));
      try {
        trainShards(step, rng);
      } finally {
        forBlocks(noise::takeAway);
      }
    }
    return lossSum();
  }

  private void trainShards(int step, Rng rng) {
    crew.run(
        worker -> {
          for (int shard = worker; shard < shards.length; shard += crew.workers()) {
            train(step, shard, rng.split(shard));
          }
        });
  }

  private void forBlocks(IntConsumer work) {
    crew.run(
        worker -> {
          for (int block = worker; block < squares.length; block += crew.workers()) {
            work.accept(block);
          }
        });
  }

  private void train(int step, int shard, Rng rng) {
    Tape tape = Tape.recording(kernels, pools[shard], rng);
    tapes[shard] = tape;
    ShardLoss loss = task.loss(tape, step, shards[shard]);
    takeLoss(shard, loss);
    if (loss != null) {
      tape.backward(loss.sum(), 1);
    }
    for (int parameter = 0; parameter < parameters.size(); parameter++) {
      takeGradient(tape, shard, parameter);
    }
  }

  /// One shard writes the gradient out, each time another, so that none has to write all of them; what
  /// the others have in parts is added to that.
  private void takeGradient(Tape tape, int shard, int parameter) {
    Tensor of = parameters.get(parameter);
    boolean writes = shard == parameter % shards.length && !descendsByParts;
    parts[shard][parameter] = writes ? null : tape.unwrittenGradient(of);
    gradients[shard][parameter] = parts[shard][parameter] == null ? tape.gradient(of) : null;
  }

  private void takeLoss(int shard, ShardLoss loss) {
    losses[shard] = loss == null ? 0 : loss.sum().data().item();
    counts[shard] = loss == null ? 0 : loss.count();
  }

  private LossSum lossSum() {
    double sum = 0;
    long count = 0;
    for (int shard = 0; shard < shards.length; shard++) {
      sum += losses[shard];
      count += counts[shard];
    }
    return new LossSum(sum, count);
  }

  /// Adds the shards' gradients up; the length of the sum over all parameters, which is not finite
  /// exactly when an element is not.
  double sumGradients() {
    double total = 0;
    for (int parameter = 0; parameter < sums.length; parameter++) {
      total += beginSum(parameter);
    }
    forBlocks(block -> squares[block] = sumBlock(block));
    for (double square : squares) {
      total += square;
    }
    return Math.sqrt(total);
  }

  /// Takes the first gradient that is written out for the sum, and adds to it what others have in
  /// parts. If the optimizer takes the parts, there is no sum, and the sum of their squares is
  /// returned; else 0.
  private double beginSum(int parameter) {
    int first = firstWith(gradients, parameter);
    int withParts = firstWith(parts, parameter);
    if (first < 0 && withParts >= 0 && descendsByParts) {
      sums[parameter] = null;
      return parts[withParts][parameter].sumOfSquares();
    }
    if (first < 0 && withParts >= 0) {
      first = withParts; // the shard that was to write it out has no part in the loss
      gradients[first][parameter] = tapes[first].gradient(parameters.get(parameter));
      parts[first][parameter] = null;
    }
    firstShard[parameter] = first;
    sums[parameter] = first < 0 ? null : gradients[first][parameter];
    for (UnwrittenGradient[] ofShard : parts) {
      if (ofShard[parameter] != null) {
        ofShard[parameter].addTo(sums[parameter], 1);
      }
    }
    return 0;
  }

  /// The first shard that has something of a parameter, −1 for none.
  private static int firstWith(Object[][] ofShards, int parameter) {
    for (int shard = 0; shard < ofShards.length; shard++) {
      if (ofShards[shard][parameter] != null) {
        return shard;
      }
    }
    return -1;
  }

  /// Adds the gradients of one block; the sum of its squares.
  private double sumBlock(int number) {
    Block block = blocks.get(number);
    int parameter = block.parameter();
    if (sums[parameter] == null) {
      return 0;
    }
    block.show(sums[parameter], sumWindows[number]);
    for (int shard = firstShard[parameter] + 1; shard < shards.length; shard++) {
      Tensor addend = gradients[shard][parameter];
      if (addend != null) {
        block.show(addend, addends[number]);
        additions[number].run();
      }
    }
    return kernels.sumOfSquares(sumWindows[number]);
  }

  /// Moves the parameters against the summed gradients.
  ///
  /// @param scale what the sums are multiplied by first
  void update(double scale, double rate) {
    optimizer.beginStep(scale, rate);
    for (int parameter = 0; descendsByParts && parameter < sums.length; parameter++) {
      if (parts[0][parameter] != null) {
        optimizer.descend(parameter, parts[0][parameter]);
      }
    }
    forBlocks(
        block -> {
          Tensor gradient = sums[blocks.get(block).parameter()];
          if (gradient != null) {
            optimizer.updateBlock(block, gradient);
          }
        });
  }

  /// Gives the buffers of the step back; nothing of it may be used any more.
  void endStep() {
    for (int shard = 0; shard < tapes.length; shard++) {
      if (tapes[shard] != null) {
        tapes[shard].close();
        tapes[shard] = null;
      }
    }
  }

  /// The loss of one validation step.
  LossSum validate(int step) {
    crew.run(
        worker -> {
          for (int shard = worker; shard < shards.length; shard += crew.workers()) {
            try (Tape tape = Tape.evaluating(kernels, pools[shard])) {
              takeLoss(shard, task.validationLoss(tape, step, shards[shard]));
            }
          }
        });
    return lossSum();
  }

  int threads() {
    return crew.workers();
  }

  @Override
  public void close() {
    endStep();
    crew.close();
  }
}
