package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Many numbers to one.
final class Reductions {
  private static final Pointwise SHIFT = shift();

  private Reductions() {}

  private static Pointwise shift() {
    var p = Pointwise.named("sumBackward");
    p.write("dx", p.read("dx").plus(p.scalar("dy")));
    return p.build();
  }

  static Value sum(Value x) {
    Kernels kernels = x.tape().kernels();
    Tensor sum = x.tape().allocate(Shape.of());
    kernels.fill(Matrix.of(sum), kernels.sum(Matrix.ofRows(x.data(), 1)));
    return x.tape().record(sum, List.of(x), y -> sumBackward(y.gradient().item(), x));
  }

  private static void sumBackward(double dy, Value x) {
    Kernels kernels = x.tape().kernels();
    boolean started = x.gradientStarted();
    Matrix dx = Matrix.ofRows(x.gradient(), 1);
    if (started) {
      kernels.prepare(SHIFT).bind("dx", dx).bind("dy", dy).run();
    } else {
      kernels.fill(dx, dy);
    }
  }
}
