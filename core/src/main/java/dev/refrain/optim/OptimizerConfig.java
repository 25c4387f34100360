package dev.refrain.optim;

/// Which optimizer, with its numbers; the equations stand at [OptimizerKind]. Numbers that a kind
/// does not use have no effect.
///
/// ```java
/// var config = OptimizerConfig.of(OptimizerKind.ADAMW).withRate(2e-3).withWeightDecay(0.01);
/// ```
///
/// @param kind the rule
/// @param rate the learning rate r > 0, before the schedule
/// @param momentum μ in [0, 1); of momentum, Nesterov and RMSProp
/// @param beta1 β₁ in [0, 1), the smoothing of Adam's first moment
/// @param beta2 β₂ in [0, 1), the smoothing of Adam's second moment
/// @param smoothing ρ in [0, 1), the smoothing of RMSProp and Adadelta
/// @param epsilon ε ≥ 0, what keeps divisors away from zero
/// @param weightDecay λ ≥ 0
/// @param l1 λ₁ ≥ 0, the penalty λ₁·Σ|w| on the weights (Tibshirani 1996)
/// @param l2 λ₂ ≥ 0, the penalty λ₂/2·Σw² on the weights
public record OptimizerConfig(
    OptimizerKind kind,
    double rate,
    double momentum,
    double beta1,
    double beta2,
    double smoothing,
    double epsilon,
    double weightDecay,
    double l1,
    double l2) {

  /// @throws IllegalArgumentException if a number is out of its range
  public OptimizerConfig {
    if (kind == null) {
      throw new IllegalArgumentException("an optimizer's kind is missing");
    }
    check(rate > 0 && Double.isFinite(rate), "learning rate", rate, "greater than 0");
    check(momentum >= 0 && momentum < 1, "momentum", momentum, "in [0, 1)");
    check(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
    check(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
    check(smoothing >= 0 && smoothing < 1, "smoothing", smoothing, "in [0, 1)");
    check(epsilon >= 0 && Double.isFinite(epsilon), "epsilon", epsilon, "0 or more");
    check(
        weightDecay >= 0 && Double.isFinite(weightDecay), "weight decay", weightDecay, "0 or more");
    check(l1 >= 0 && Double.isFinite(l1), "L1 penalty", l1, "0 or more");
    check(l2 >= 0 && Double.isFinite(l2), "L2 penalty", l2, "0 or more");
  }

  /// The kind with PyTorch's default numbers: betas 0.9 and 0.999, no weight decay but 0.01 for
  /// AdamW; momentum 0.9 and rate 0.01 for the kinds of gradient descent, where PyTorch has none.
  public static OptimizerConfig of(OptimizerKind kind) {
    return new OptimizerConfig(
        kind,
        kind.defaultRate,
        kind.defaultMomentum,
        0.9,
        0.999,
        kind.defaultSmoothing,
        kind.defaultEpsilon,
        kind == OptimizerKind.ADAMW ? 0.01 : 0,
        0,
        0);
  }

  public OptimizerConfig withRate(double rate) {
    return new OptimizerConfig(
        kind, rate, momentum, beta1, beta2, smoothing, epsilon, weightDecay, l1, l2);
  }

  public OptimizerConfig withMomentum(double momentum) {
    return new OptimizerConfig(
        kind, rate, momentum, beta1, beta2, smoothing, epsilon, weightDecay, l1, l2);
  }

  public OptimizerConfig withBetas(double beta1, double beta2) {
    return new OptimizerConfig(
        kind, rate, momentum, beta1, beta2, smoothing, epsilon, weightDecay, l1, l2);
  }

  public OptimizerConfig withSmoothing(double smoothing) {
    return new OptimizerConfig(
        kind, rate, momentum, beta1, beta2, smoothing, epsilon, weightDecay, l1, l2);
  }

  public OptimizerConfig withEpsilon(double epsilon) {
    return new OptimizerConfig(
        kind, rate, momentum, beta1, beta2, smoothing, epsilon, weightDecay, l1, l2);
  }

  public OptimizerConfig withWeightDecay(double weightDecay) {
    return new OptimizerConfig(
        kind, rate, momentum, beta1, beta2, smoothing, epsilon, weightDecay, l1, l2);
  }

  /// The same with penalties on the weights.
  public OptimizerConfig withPenalties(double l1, double l2) {
    return new OptimizerConfig(
        kind, rate, momentum, beta1, beta2, smoothing, epsilon, weightDecay, l1, l2);
  }

  /// Whether weights are penalized.
  boolean penalizes() {
    return l1 > 0 || l2 > 0;
  }

  private static void check(boolean valid, String name, double value, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          "the optimizer's %s is %s, it must be %s".formatted(name, value, expected));
    }
  }
}
