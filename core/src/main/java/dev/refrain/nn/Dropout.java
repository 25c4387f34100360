package dev.refrain.nn;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;

/// Dropout (Srivastava et al. 2014): in training each element is zero with probability `rate`, and
/// the others are divided by `1 - rate`, so that nothing changes on average. Off on an evaluating
/// tape. Masks are drawn from the tape's random numbers.
public final class Dropout {
  private Dropout() {}

  /// A mask for every element.
  ///
  /// @throws IllegalArgumentException if the rate is not in `[0, 1)`
  public static Value apply(Value x, double rate) {
    return active(x, rate) ? x.times(mask(x.tape(), x.shape(), rate)) : x;
  }

  /// One mask `[B, F]` for all time steps of `x[T, B, F]` (Gal & Ghahramani 2016).
  ///
  /// @throws IllegalArgumentException if the rate is not in `[0, 1)`, or x has only one axis
  public static Value variational(Value x, double rate) {
    int[] extents = x.shape().toArray();
    if (extents.length < 2) {
      throw new IllegalArgumentException(
          "variational dropout of %s: it needs time steps, [T, B, F]".formatted(x.shape()));
    }
    Shape step = Shape.of(Arrays.copyOfRange(extents, 1, extents.length));
    return active(x, rate) ? x.times(mask(x.tape(), step, rate)) : x;
  }

  private static boolean active(Value x, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout rate " + rate + ", it must be 0 ≤ rate < 1");
    }
    return rate > 0 && x.tape().training();
  }

  private static Value mask(Tape tape, Shape shape, double rate) {
    Tensor mask = tape.allocate(shape);
    tape.kernels().dropoutMask(tape.rng().nextLong(), 1 - rate, Matrix.of(mask));
    return tape.constant(mask);
  }
}
