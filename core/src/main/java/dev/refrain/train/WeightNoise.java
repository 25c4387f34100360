package dev.refrain.train;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.optim.Block;
import dev.refrain.optim.Optimizer;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Noise on the weights while the gradient of a step is taken (Murray & Edwards 1994; in recurrent
/// networks Jim, Giles & Horne 1996): every element of a matrix gets a draw from the normal
/// distribution of mean 0 added. The update is then made to the weights as they were, to the bit.
/// Biases and gains have no noise.
final class WeightNoise {
  private final Kernels kernels;
  private final double deviation;
  private final Matrix[] weights; // [block]; null where there is no noise
  private final Matrix[] kept; // [block]
  private final PointwiseCall[] additions; // [block]

  /// @param deviation of the noise, in the units of the weights; greater than 0
  WeightNoise(Optimizer optimizer, Kernels kernels, double deviation) {
    this.kernels = kernels;
    this.deviation = deviation;
    List<Block> blocks = optimizer.blocks();
    List<Tensor> copies = optimizer.parameters().stream().map(Tensor::copy).toList();
    weights = optimizer.windows();
    kept = optimizer.windows();
    additions = new PointwiseCall[blocks.size()];
    for (int number = 0; number < additions.length; number++) {
      Block block = blocks.get(number);
      if (optimizer.isWeight(block)) {
        block.show(optimizer.parameters().get(block.parameter()), weights[number]);
        block.show(copies.get(block.parameter()), kept[number]);
        additions[number] =
            kernels
                .prepare(Pointwise.ADD_TO)
                .bind("sum", weights[number])
                .bind("addend", kept[number]);
      }
    }
  }

  /// Keeps the weights of one block and adds noise.
  ///
  /// @param rng this step's; the block's draws are named by its number, so that it does not matter
  ///     which thread makes them
  void add(int block, Rng rng) {
    if (additions[block] != null) {
      kernels.copy(weights[block], kept[block]);
      kernels.gaussianNoise(rng.split(block).nextLong(), deviation, weights[block]);
      additions[block].run();
    }
  }

  /// Puts the weights of one block back.
  void takeAway(int block) {
    if (additions[block] != null) {
      kernels.copy(kept[block], weights[block]);
    }
  }
}
