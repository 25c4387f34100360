package dev.refrain.nn.loss;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Tensor;
import java.util.function.UnaryOperator;

/// The absolute differences of predictions from their targets, summed. What minimizes it is the
/// median.
public final class AbsoluteError {
  private static final Pointwise LOSS = loss();

  private AbsoluteError() {}

  private static Pointwise loss() {
    var p = Pointwise.named("absoluteError");
    var difference = p.read(ElementwiseLoss.PREDICTION).minus(p.read(ElementwiseLoss.TARGET));
    var below = difference.negate().wherePositive(p.constant(-1), p.constant(0));
    p.write(ElementwiseLoss.LOSS, difference.absolute());
    p.write(ElementwiseLoss.GRADIENT, difference.wherePositive(p.constant(1), below));
    return p.build();
  }

  /// `Σ |prediction − target|`, one number.
  ///
  /// @param prediction `[.., F]`
  /// @param target the same shape
  /// @param rows which rows of the innermost axis count, null for all
  /// @throws IllegalArgumentException if the shapes do not agree
  public static Value sum(Value prediction, Tensor target, boolean[] rows) {
    return ElementwiseLoss.sum(LOSS, UnaryOperator.identity(), prediction, target, rows);
  }
}
