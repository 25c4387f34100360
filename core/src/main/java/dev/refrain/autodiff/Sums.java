package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;

/// Adding one tensor to another in place, the step by which gradients gather.
final class Sums {
  private Sums() {}

  /// `sum += addend`, both of the same size.
  static void addTo(Kernels kernels, Tensor addend, Tensor sum) {
    addTo(kernels, Matrix.ofRows(addend, 1), Matrix.ofRows(sum, 1));
  }

  /// `sum += addend`, both of the same extents and with column stride 1.
  static void addTo(Kernels kernels, Matrix addend, Matrix sum) {
    kernels.prepare(Pointwise.ADD_TO).bind("sum", sum).bind("addend", addend).run();
  }
}
