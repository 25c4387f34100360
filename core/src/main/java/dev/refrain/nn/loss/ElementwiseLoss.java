package dev.refrain.nn.loss;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/// A loss that is a sum over elements, each of one prediction and its target. A program gives the
/// loss and its gradient at once: it reads [#PREDICTION] and [#TARGET] and writes [#LOSS] and
/// [#GRADIENT].
final class ElementwiseLoss {
  static final String PREDICTION = "prediction";
  static final String TARGET = "target";
  static final String LOSS = "loss";
  static final String GRADIENT = "dPrediction";

  private static final Pointwise BACKWARD = backward();

  private ElementwiseLoss() {}

  private static Pointwise backward() {
    var p = Pointwise.named("elementwiseLossBackward");
    p.write(GRADIENT, p.read(GRADIENT).times(p.scalar("dLoss")));
    return p.build();
  }

  /// The sum over all elements of the rows that count, one number.
  ///
  /// @param scalars binds the program's scalars
  /// @param prediction `[.., F]`
  /// @param target the same shape
  /// @param rows which rows of the innermost axis count, null for all
  /// @throws IllegalArgumentException if the shapes do not agree
  static Value sum(
      Pointwise loss,
      UnaryOperator<PointwiseCall> scalars,
      Value prediction,
      Tensor target,
      boolean[] rows) {
    RowMask.check(prediction.shape(), target.shape(), rows);
    Kernels kernels = prediction.tape().kernels();
    Tensor losses = prediction.tape().allocate(prediction.shape());
    Tensor gradient = prediction.tape().allocate(prediction.shape());
    scalars
        .apply(kernels.prepare(loss))
        .bind(PREDICTION, Matrix.ofRows(prediction.data(), 1))
        .bind(TARGET, Matrix.ofRows(target, 1))
        .bind(LOSS, Matrix.ofRows(losses, 1))
        .bind(GRADIENT, Matrix.ofRows(gradient, 1))
        .run();
    RowMask.clear(kernels, Matrix.of(losses), rows);
    RowMask.clear(kernels, Matrix.of(gradient), rows);
    Tensor sum = prediction.tape().allocate(Shape.of());
    kernels.fill(Matrix.of(sum), kernels.sum(Matrix.ofRows(losses, 1)));
    return prediction
        .tape()
        .record(
            sum, List.of(prediction), y -> sumBackward(y.gradient().item(), gradient, prediction));
  }

  private static void sumBackward(double dLoss, Tensor gradient, Value prediction) {
    prediction
        .tape()
        .kernels()
        .prepare(BACKWARD)
        .bind(GRADIENT, Matrix.ofRows(gradient, 1))
        .bind("dLoss", dLoss)
        .run();
    prediction.addGradient(gradient);
  }
}
