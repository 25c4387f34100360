package dev.refrain.autodiff;

import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.util.function.Function;

/// The pointwise equation of one input's gradient, `dx`, in the two forms that a way back needs:
/// one overwrites a buffer that holds nothing yet, the other adds to what has been gathered.
final class PointwiseGradient {
  private final Pointwise first;
  private final Pointwise further;

  private PointwiseGradient(Pointwise first, Pointwise further) {
    this.first = first;
    this.further = further;
  }

  /// The gradient whose contribution `equation` computes; it may read any operand but `dx`.
  static PointwiseGradient named(
      String name, Function<Pointwise.Builder, Pointwise.Term> equation) {
    var first = Pointwise.named(name);
    first.write("dx", equation.apply(first));
    var further = Pointwise.named(name + "Added");
    further.write("dx", further.read("dx").plus(equation.apply(further)));
    return new PointwiseGradient(first.build(), further.build());
  }

  /// Readies the gradient of `x` with `dy` bound as well, both as `rows` equal rows. If nothing
  /// has been added to `x` yet, the memory of `dy` becomes its gradient, which saves a buffer: so
  /// this must be the last use of `dy`.
  PointwiseCall consuming(Tensor dy, Value x, int rows) {
    Matrix upper = Matrix.ofRows(dy, rows);
    if (x.gradientStarted()) {
      return apart(x, rows).bind("dy", upper);
    }
    x.addGradient(dy);
    return x.tape().kernels().prepare(first).bind("dx", upper).bind("dy", upper);
  }

  /// Readies the gradient of `x`, as `rows` equal rows in a buffer of its own.
  PointwiseCall apart(Value x, int rows) {
    Pointwise program = x.gradientStarted() ? further : first;
    return x.tape().kernels().prepare(program).bind("dx", Matrix.ofRows(x.gradient(), rows));
  }
}
