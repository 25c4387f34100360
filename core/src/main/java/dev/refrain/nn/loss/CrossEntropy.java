package dev.refrain.nn.loss;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Cross-entropy of a softmax over V classes, in nats, summed over the predictions.
///
/// The forward pass already makes the gradient with respect to the logits, `p − target`, which the
/// way back only scales.
public final class CrossEntropy {
  private static final Pointwise SCALE = scale();
  private static final Shape ONE = Shape.of();

  private CrossEntropy() {}

  private static Pointwise scale() {
    var p = Pointwise.named("crossEntropyBackward");
    p.write("dLogits", p.read("dLogits").times(p.scalar("dLoss")));
    return p.build();
  }

  /// `Σ −log softmax(logits)[target]`, one number.
  ///
  /// @param logits `[.., V]`
  /// @param targets one class for each row of logits, −1 for padding, which counts nothing and
  ///     whose gradient is zero
  /// @throws IndexOutOfBoundsException if a target is V or more
  public static Value sum(Value logits, int[] targets) {
    return smoothed(logits, targets, 0);
  }

  /// The sum with label smoothing (Szegedy et al. 2016): the target has the probability
  /// `1 − smoothing`, and `smoothing` is spread evenly over all V classes.
  ///
  /// @throws IllegalArgumentException if the smoothing is not in `[0, 1)`
  public static Value smoothed(Value logits, int[] targets, double smoothing) {
    Tensor gradient = logits.differentiable() ? logits.tape().allocate(logits.shape()) : null;
    return sum(logits, targets, smoothing, null, gradient);
  }

  /// The smoothed sum, in which what is lost on each target counts as much as its class says.
  ///
  /// @param weights one for each of the V classes
  /// @throws IllegalArgumentException if the smoothing is not in `[0, 1)`, or there are not V weights
  public static Value weighted(Value logits, int[] targets, double smoothing, double... weights) {
    if (weights.length != logits.shape().columns()) {
      throw new IllegalArgumentException(
          "%d weights for logits %s, which are of %d classes"
              .formatted(weights.length, logits.shape(), logits.shape().columns()));
    }
    Tensor gradient = logits.differentiable() ? logits.tape().allocate(logits.shape()) : null;
    var weighting = ClassWeighting.of(logits.tape(), targets, weights);
    return sum(logits, targets, smoothing, weighting, gradient);
  }

  /// Like [#smoothed], but the gradient takes the place of the logits, which saves a buffer of
  /// their size. Only for logits that come straight from a [dev.refrain.nn.Linear] and that
  /// nothing reads afterwards: on a recording tape **they are destroyed**.
  public static Value consuming(Value logits, int[] targets, double smoothing) {
    Tensor gradient = logits.differentiable() ? logits.data() : null;
    return sum(logits, targets, smoothing, null, gradient);
  }

  /// @param weighting null if all rows count the same
  /// @param gradient where the gradient is put, null for nowhere
  private static Value sum(
      Value logits, int[] targets, double smoothing, ClassWeighting weighting, Tensor gradient) {
    check(logits, targets, smoothing);
    Tape tape = logits.tape();
    Kernels kernels = tape.kernels();
    Matrix dLogits = gradient == null ? null : Matrix.of(gradient);
    Matrix losses = Matrix.ofRows(tape.allocate(Shape.of(targets.length)), targets.length);
    LabelSmoothing smooth =
        smoothing == 0 ? null : new LabelSmoothing(tape, targets, logits.shape(), smoothing);
    double extra = smooth == null ? 0 : smooth.loss(logits.data(), weighting);
    kernels.crossEntropy(logits.matrix(), targets, losses, dLogits);
    if (smooth != null && gradient != null) {
      smooth.changeGradient(gradient);
    }
    if (weighting != null && gradient != null) {
      weighting.scaleRows(dLogits);
    }
    Tensor sum = tape.allocate(ONE);
    kernels.fill(
        Matrix.of(sum), (weighting == null ? kernels.sum(losses) : weighting.sum(losses)) + extra);
    return tape.record(
        sum, List.of(logits), y -> sumBackward(y.gradient().item(), gradient, logits));
  }

  private static void sumBackward(double dLoss, Tensor gradient, Value logits) {
    if (dLoss != 1) {
      logits
          .tape()
          .kernels()
          .prepare(SCALE)
          .bind("dLogits", Matrix.ofRows(gradient, 1))
          .bind("dLoss", dLoss)
          .run();
    }
    logits.addGradient(gradient);
  }

  private static void check(Value logits, int[] targets, double smoothing) {
    if (targets.length != logits.shape().rows()) {
      throw new IllegalArgumentException(
          "%d targets for logits %s, which are %d rows"
              .formatted(targets.length, logits.shape(), logits.shape().rows()));
    }
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing " + smoothing + ", it must be 0 ≤ smoothing < 1");
    }
  }
}
