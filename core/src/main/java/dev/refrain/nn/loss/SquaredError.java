package dev.refrain.nn.loss;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// The squared differences of predictions from their targets, summed.
public final class SquaredError {
  private static final Pointwise DIFFERENCE = difference();
  private static final Pointwise BACKWARD = backward();

  private SquaredError() {}

  private static Pointwise difference() {
    var p = Pointwise.named("difference");
    p.write("difference", p.read("prediction").minus(p.read("target")));
    return p.build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("squaredErrorBackward");
    p.write("difference", p.read("difference").times(p.scalar("twiceDLoss")));
    return p.build();
  }

  /// `Σ (prediction − target)²`, one number; divide by the number of elements that count for the
  /// mean squared error.
  ///
  /// @param prediction `[.., F]`
  /// @param target the same shape
  /// @param rows which rows of the innermost axis count, null for all; of `[T, B, F]` see
  ///     [dev.refrain.autodiff.Masks#valid]
  /// @throws IllegalArgumentException if the shapes do not agree
  public static Value sum(Value prediction, Tensor target, boolean[] rows) {
    RowMask.check(prediction.shape(), target.shape(), rows);
    Kernels kernels = prediction.tape().kernels();
    Tensor difference = prediction.tape().allocate(prediction.shape());
    kernels
        .prepare(DIFFERENCE)
        .bind("prediction", Matrix.ofRows(prediction.data(), 1))
        .bind("target", Matrix.ofRows(target, 1))
        .bind("difference", Matrix.ofRows(difference, 1))
        .run();
    RowMask.clear(kernels, Matrix.of(difference), rows);
    Tensor sum = prediction.tape().allocate(Shape.of());
    kernels.fill(Matrix.of(sum), kernels.sumOfSquares(Matrix.ofRows(difference, 1)));
    return prediction
        .tape()
        .record(
            sum,
            List.of(prediction),
            y -> sumBackward(y.gradient().item(), difference, prediction));
  }

  /// Turns the kept difference into the gradient, `2 · difference · dLoss`.
  private static void sumBackward(double dLoss, Tensor difference, Value prediction) {
    prediction
        .tape()
        .kernels()
        .prepare(BACKWARD)
        .bind("difference", Matrix.ofRows(difference, 1))
        .bind("twiceDLoss", 2 * dLoss)
        .run();
    prediction.addGradient(difference);
  }
}
