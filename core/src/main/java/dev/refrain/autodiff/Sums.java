package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;

/// Adding one tensor to another in place, the step by which gradients gather, and multiples.
final class Sums {
  private static final Pointwise SCALE = scale();

  private Sums() {}

  private static Pointwise scale() {
    var p = Pointwise.named("scale");
    return p.write("scaled", p.read("x").times(p.scalar("factor"))).build();
  }

  /// `scaled = factor · x`, of the same extents and with column stride 1.
  static void scale(Kernels kernels, Matrix x, double factor, Matrix scaled) {
    kernels.prepare(SCALE).bind("x", x).bind("factor", factor).bind("scaled", scaled).run();
  }

  /// `sum += addend`, both of the same size.
  static void addTo(Kernels kernels, Tensor addend, Tensor sum) {
    addTo(kernels, Matrix.ofRows(addend, 1), Matrix.ofRows(sum, 1));
  }

  /// `sum += addend`, both of the same extents and with column stride 1.
  static void addTo(Kernels kernels, Matrix addend, Matrix sum) {
    kernels.prepare(Pointwise.ADD_TO).bind("sum", sum).bind("addend", addend).run();
  }
}
