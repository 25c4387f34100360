package dev.refrain.nn.loss;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Tensor;

/// The pinball loss (Koenker & Bassett 1978), summed: what minimizes it is the quantile of a level
/// τ. With `e = target − prediction` it is `max(τ · e, (τ − 1) · e)`.
public final class PinballLoss {
  private static final Pointwise LOSS = loss();

  private PinballLoss() {}

  private static Pointwise loss() {
    var p = Pointwise.named("pinballLoss");
    var level = p.scalar("level");
    var e = p.read(ElementwiseLoss.TARGET).minus(p.read(ElementwiseLoss.PREDICTION));
    var below = e.negate().wherePositive(level.complement(), p.constant(0));
    p.write(ElementwiseLoss.LOSS, e.times(level).maximum(e.times(level.minus(p.constant(1)))));
    p.write(ElementwiseLoss.GRADIENT, e.wherePositive(level.negate(), below));
    return p.build();
  }

  /// The sum over all elements of the rows that count, one number.
  ///
  /// @param prediction `[.., F]`
  /// @param target the same shape
  /// @param level τ, between 0 and 1: the share of targets that are to lie below the prediction
  /// @param rows which rows of the innermost axis count, null for all
  /// @throws IllegalArgumentException if the shapes do not agree
  public static Value sum(Value prediction, Tensor target, double level, boolean[] rows) {
    return ElementwiseLoss.sum(LOSS, call -> call.bind("level", level), prediction, target, rows);
  }
}
