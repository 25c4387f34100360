package dev.refrain.nn;

import dev.refrain.autodiff.PackedWeights;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;

/// A [Linear] with its operands in place, for one row: `y[N] = weight[N, K] · x[K] + bias[N]`. Made
/// once by [Linear#prepare] and run as often as wanted; a run allocates nothing.
public final class LinearCall {
  private final Kernels kernels;
  private final Matrix x;
  private final Matrix y;
  private final Storage weight;
  private final Matrix bias; // null for none

  LinearCall(Linear layer, PackedWeights packed, Tensor x, Tensor y) {
    kernels = packed.kernels();
    this.x = Matrix.ofRows(x, 1);
    this.y = Matrix.ofRows(y, 1);
    weight = packed.transposed(layer.weight());
    bias = layer.bias() == null ? null : Matrix.ofRows(layer.bias(), 1);
    if (this.x.columns() != layer.weight().shape().extent(1)
        || this.y.columns() != layer.weight().shape().extent(0)) {
      throw new IllegalArgumentException(
          "from %s to %s with a weight %s".formatted(x.shape(), y.shape(), layer.weight().shape()));
    }
  }

  /// Computes `y` from what stands in `x`.
  public void run() {
    if (bias == null) {
      kernels.multiply(x, weight, y, false);
    } else {
      kernels.affine(x, weight, bias, y);
    }
  }
}
