package dev.refrain.nn.loss;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Tensor;

/// Huber's loss (Huber 1964), summed: half the square of a difference up to `delta`, and linear
/// beyond, so that outliers pull no harder than `delta`. With `e = prediction − target` and
/// `m = min(|e|, delta)` it is `m · (|e| − m / 2)`, and its gradient is `e` within ±`delta`.
public final class HuberLoss {
  private static final Pointwise LOSS = loss();

  private HuberLoss() {}

  private static Pointwise loss() {
    var p = Pointwise.named("huberLoss");
    var delta = p.scalar("delta");
    var e = p.read(ElementwiseLoss.PREDICTION).minus(p.read(ElementwiseLoss.TARGET));
    var m = e.absolute().minimum(delta);
    p.write(ElementwiseLoss.LOSS, m.times(e.absolute().minus(m.times(0.5))));
    p.write(ElementwiseLoss.GRADIENT, e.minimum(delta).maximum(delta.negate()));
    return p.build();
  }

  /// The sum over all elements of the rows that count, one number.
  ///
  /// @param prediction `[.., F]`
  /// @param target the same shape
  /// @param delta where the loss turns from quadratic to linear, above 0
  /// @param rows which rows of the innermost axis count, null for all
  /// @throws IllegalArgumentException if the shapes do not agree
  public static Value sum(Value prediction, Tensor target, double delta, boolean[] rows) {
    return ElementwiseLoss.sum(LOSS, call -> call.bind("delta", delta), prediction, target, rows);
  }
}
