package dev.refrain.nn.loss;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Tensor;
import java.util.function.UnaryOperator;

/// Cross-entropy of independent yes-or-no predictions, in nats, summed. From logits `z`, for which
/// yes has the probability σ(z), and targets `y` in `[0, 1]`:
/// `−y · log σ(z) − (1 − y) · log(1 − σ(z)) = max(z, 0) − z · y + log(1 + e^−|z|)`, which cannot
/// overflow; its gradient is `σ(z) − y`.
public final class BinaryCrossEntropy {
  private static final Pointwise LOSS = loss();

  private BinaryCrossEntropy() {}

  private static Pointwise loss() {
    var p = Pointwise.named("binaryCrossEntropy");
    var z = p.read(ElementwiseLoss.PREDICTION);
    var y = p.read(ElementwiseLoss.TARGET);
    var tail = z.absolute().negate().exp().plus(p.constant(1)).log();
    p.write(ElementwiseLoss.LOSS, z.maximum(p.constant(0)).minus(z.times(y)).plus(tail));
    p.write(ElementwiseLoss.GRADIENT, z.sigmoid().minus(y));
    return p.build();
  }

  /// The sum over all elements of the rows that count, one number.
  ///
  /// @param logits `[.., F]`
  /// @param target the same shape, each in `[0, 1]`
  /// @param rows which rows of the innermost axis count, null for all; of `[T, B, F]` see
  ///     [dev.refrain.autodiff.Masks#valid]
  /// @throws IllegalArgumentException if the shapes do not agree
  public static Value sum(Value logits, Tensor target, boolean[] rows) {
    return ElementwiseLoss.sum(LOSS, UnaryOperator.identity(), logits, target, rows);
  }
}
