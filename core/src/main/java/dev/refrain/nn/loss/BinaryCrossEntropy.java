package dev.refrain.nn.loss;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Cross-entropy of independent yes-or-no predictions, in nats, summed. From logits `z`, for which
/// yes has the probability σ(z), and targets `y` in `[0, 1]`:
/// `−y · log σ(z) − (1 − y) · log(1 − σ(z)) = max(z, 0) − z · y + log(1 + e^−|z|)`, which cannot
/// overflow; its gradient is `σ(z) − y`.
public final class BinaryCrossEntropy {
  private static final Pointwise LOSS = loss();
  private static final Pointwise BACKWARD = backward();

  private BinaryCrossEntropy() {}

  private static Pointwise loss() {
    var p = Pointwise.named("binaryCrossEntropy");
    var z = p.read("z");
    var y = p.read("y");
    var tail = z.absolute().negate().exp().plus(p.constant(1)).log();
    p.write("loss", z.maximum(p.constant(0)).minus(z.times(y)).plus(tail));
    p.write("dz", z.sigmoid().minus(y));
    return p.build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("binaryCrossEntropyBackward");
    p.write("dz", p.read("dz").times(p.scalar("dLoss")));
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
    RowMask.check(logits.shape(), target.shape(), rows);
    Kernels kernels = logits.tape().kernels();
    Tensor losses = logits.tape().allocate(logits.shape());
    Tensor gradient = logits.tape().allocate(logits.shape());
    kernels
        .prepare(LOSS)
        .bind("z", Matrix.ofRows(logits.data(), 1))
        .bind("y", Matrix.ofRows(target, 1))
        .bind("loss", Matrix.ofRows(losses, 1))
        .bind("dz", Matrix.ofRows(gradient, 1))
        .run();
    RowMask.clear(kernels, Matrix.of(losses), rows);
    RowMask.clear(kernels, Matrix.of(gradient), rows);
    Tensor sum = logits.tape().allocate(Shape.of());
    kernels.fill(Matrix.of(sum), kernels.sum(Matrix.ofRows(losses, 1)));
    return logits
        .tape()
        .record(sum, List.of(logits), y -> sumBackward(y.gradient().item(), gradient, logits));
  }

  private static void sumBackward(double dLoss, Tensor gradient, Value logits) {
    logits
        .tape()
        .kernels()
        .prepare(BACKWARD)
        .bind("dz", Matrix.ofRows(gradient, 1))
        .bind("dLoss", dLoss)
        .run();
    logits.addGradient(gradient);
  }
}
