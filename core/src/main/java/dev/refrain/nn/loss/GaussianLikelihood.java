package dev.refrain.nn.loss;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// The negative logarithm of the likelihood of targets under normal distributions whose means and
/// deviations are predicted, in nats, summed: with `z = (target − mean) · e^−s` and `s` the
/// logarithm of the deviation, `½z² + s + ½ log 2π`.
///
/// `s` counts as −[#BOUND] or [#BOUND] where it is beyond them, so that a target that is met
/// exactly does not overflow.
public final class GaussianLikelihood {
  /// The largest magnitude of the logarithm of a deviation.
  public static final double BOUND = 7;

  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final Pointwise LOSS = loss();
  private static final Pointwise BACKWARD = backward();

  private GaussianLikelihood() {}

  private static Pointwise loss() {
    var p = Pointwise.named("gaussianLikelihood");
    var s = p.read("logDeviation").minimum(p.constant(BOUND)).maximum(p.constant(-BOUND));
    var shrink = s.negate().exp();
    var z = p.read("target").minus(p.read("mean")).times(shrink);
    var square = z.square();
    p.write("loss", square.times(0.5).plus(s).plus(p.constant(HALF_LOG_TWO_PI)));
    p.write("dMean", z.times(shrink).negate());
    p.write("dLogDeviation", square.complement());
    return p.build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("gaussianLikelihoodBackward");
    p.write("dMean", p.read("dMean").times(p.scalar("dLoss")));
    p.write("dLogDeviation", p.read("dLogDeviation").times(p.scalar("dLoss")));
    return p.build();
  }

  /// The sum over all elements, one number. Beyond the bounds the gradient of `logDeviation` is that
  /// at the bound, so that it finds its way back.
  ///
  /// @param mean `[.., F]`
  /// @param logDeviation the same shape
  /// @param target the same shape
  /// @throws IllegalArgumentException if the shapes do not agree
  public static Value sum(Value mean, Value logDeviation, Tensor target) {
    RowMask.check(mean.shape(), target.shape(), null);
    RowMask.check(logDeviation.shape(), target.shape(), null);
    Kernels kernels = mean.tape().kernels();
    Tensor losses = mean.tape().allocate(mean.shape());
    Tensor dMean = mean.tape().allocate(mean.shape());
    Tensor dLogDeviation = mean.tape().allocate(mean.shape());
    kernels
        .prepare(LOSS)
        .bind("mean", Matrix.ofRows(mean.data(), 1))
        .bind("logDeviation", Matrix.ofRows(logDeviation.data(), 1))
        .bind("target", Matrix.ofRows(target, 1))
        .bind("loss", Matrix.ofRows(losses, 1))
        .bind("dMean", Matrix.ofRows(dMean, 1))
        .bind("dLogDeviation", Matrix.ofRows(dLogDeviation, 1))
        .run();
    Tensor sum = mean.tape().allocate(Shape.of());
    kernels.fill(Matrix.of(sum), kernels.sum(Matrix.ofRows(losses, 1)));
    return mean.tape()
        .record(
            sum,
            List.of(mean, logDeviation),
            y -> {
              kernels
                  .prepare(BACKWARD)
                  .bind("dMean", Matrix.ofRows(dMean, 1))
                  .bind("dLogDeviation", Matrix.ofRows(dLogDeviation, 1))
                  .bind("dLoss", y.gradient().item())
                  .run();
              mean.addGradient(dMean);
              logDeviation.addGradient(dLogDeviation);
            });
  }
}
