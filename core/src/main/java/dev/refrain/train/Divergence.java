package dev.refrain.train;

import dev.refrain.kernel.Kernels;
import dev.refrain.optim.Clipping;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.util.Map;
import java.util.function.Supplier;

/// Watches for numbers that are not finite, and stops the run with the step, the learning rate and
/// the advice before they reach the weights or a checkpoint.
final class Divergence {
  private final Kernels kernels;
  private final Clipping clipping;
  private final Supplier<String> kept;

  /// @param kept what can be gone back to: `"; the checkpoint of step 100 in moby is kept"`
  Divergence(Kernels kernels, Clipping clipping, Supplier<String> kept) {
    this.kernels = kernels;
    this.clipping = clipping;
    this.kept = kept;
  }

  /// Where in the run a check is made.
  ///
  /// @param epoch the epoch, from 1
  /// @param step the step of the epoch, from 1
  /// @param rate the learning rate
  record Place(int epoch, int step, double rate) {}

  /// @throws TrainingException if loss or norm of a step is not finite
  void checkStep(double loss, double norm, Place place) {
    check(loss, "the loss", place);
    check(norm, "the gradient's norm", place);
  }

  /// @throws TrainingException if a validation's loss is not finite
  void checkValidation(double loss, Place place) {
    check(loss, "the validation loss", place);
  }

  /// An update can overflow although its gradient did not.
  ///
  /// @throws TrainingException if a weight is not finite
  void checkWeights(Map<String, Tensor> parameters, Place place) {
    parameters.forEach(
        (name, parameter) ->
            check(
                kernels.sumOfSquares(Matrix.of(parameter)),
                "the sum of squares of " + name,
                place));
  }

  private void check(double number, String what, Place place) {
    if (!Double.isFinite(number)) {
      throw new TrainingException(
          "%s is %s at step %d of epoch %d (learning rate %s): lower the learning rate or %s%s"
              .formatted(
                  what,
                  number,
                  place.step(),
                  place.epoch(),
                  place.rate(),
                  clipping.norm() < Double.POSITIVE_INFINITY
                      ? "the norm that gradients are clipped to"
                      : "clip the gradients' norm, for example to 1",
                  kept.get()));
    }
  }
}
