package dev.refrain.optim;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A range of one parameter's numbers: the piece of work that reduction, norm and update hand from
/// thread to thread. How parameters are cut depends on their sizes alone, so sums over blocks have
/// the same bits for any number of threads.
///
/// @param parameter which parameter, in the order of the model
/// @param from its first number
/// @param to the end (exclusive)
public record Block(int parameter, int from, int to) {
  /// 256 kB of float32: three such operands fit the second-level cache of one core.
  private static final int LARGEST = 1 << 16;

  /// A window for numbers of this block, to be placed by [#show].
  Matrix window() {
    return Matrix.unplaced(to - from, to - from);
  }

  /// Moves a window to this block's numbers in its parameter, or in a tensor of the same size, as
  /// one row.
  public Matrix show(Tensor tensor, Matrix window) {
    return window.moveTo(tensor.storage(), tensor.offset() + from, 1);
  }

  /// Cuts parameters into blocks, in order.
  public static List<Block> of(List<Tensor> parameters) {
    List<Block> blocks = new ArrayList<>();
    for (int parameter = 0; parameter < parameters.size(); parameter++) {
      int size = parameters.get(parameter).shape().size();
      for (int from = 0; from < size; from += LARGEST) {
        blocks.add(new Block(parameter, from, Math.min(size, from + LARGEST)));
      }
    }
    return List.copyOf(blocks);
  }
}
