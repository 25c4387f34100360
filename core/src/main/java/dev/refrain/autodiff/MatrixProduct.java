package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// The linear map `y[.., N] = x[.., K] · weight[N, K]ᵀ + bias[N]`.
final class MatrixProduct {
  private MatrixProduct() {}

  /// @param bias null for none
  static Value linear(Value x, Value weight, Value bias) {
    check(x.shape(), weight.shape(), bias);
    Tape tape = x.tape();
    int n = weight.shape().extent(0);
    Tensor y = tape.allocate(x.shape().withColumns(n));
    Matrix result = Matrix.of(y);
    weight.willMultiply(result.rows());
    if (bias == null) {
      weight.multiplyTransposed(x.matrix(), result, false);
    } else {
      weight.affineTransposed(x.matrix(), Matrix.broadcast(bias.data(), result.rows()), result);
    }
    List<Value> inputs = bias == null ? List.of(x, weight) : List.of(x, weight, bias);
    return tape.record(y, inputs, v -> linearBackward(v.gradientMatrix(), x, weight, bias));
  }

  private static void linearBackward(Matrix dy, Value x, Value weight, Value bias) {
    Kernels kernels = x.tape().kernels();
    if (x.differentiable()) { // dx[M, K] += dy[M, N] · weight[N, K]
      boolean accumulate = x.gradientStarted();
      weight.multiply(dy, x.gradientMatrix(), accumulate);
    }
    if (weight.differentiable()) { // dWeight[N, K] += dyᵀ[N, M] · x[M, K]
      weight.addGradientProduct(dy, x.matrix());
    }
    if (bias != null && bias.differentiable()) {
      boolean accumulate = bias.gradientStarted();
      kernels.columnSums(dy, bias.gradientMatrix(), accumulate);
    }
  }

  private static void check(Shape x, Shape weight, Value bias) {
    if (weight.rank() != 2 || x.rank() == 0 || x.columns() != weight.extent(1)) {
      throw new IllegalArgumentException(
          "linear of x%s with weight%s: it needs x[.., K] and weight[N, K]".formatted(x, weight));
    }
    if (bias != null && bias.shape().size() != weight.extent(0)) {
      throw new IllegalArgumentException(
          "linear with weight%s: the bias is %s, it must be [%d]"
              .formatted(weight, bias.shape(), weight.extent(0)));
    }
  }
}
