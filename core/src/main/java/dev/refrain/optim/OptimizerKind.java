package dev.refrain.optim;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// The rules by which a parameter `w` moves against its gradient `g`. Letters: `r` learning rate,
/// `λ` weight decay, `μ` momentum, `ε` epsilon, `ρ` smoothing, `t` number of the step from 1. All
/// results equal those of PyTorch's optimizer of the same name with the same numbers.
///
/// Weight decay is added to the gradient (`g ← g + λ·w`, the L2 penalty) by every rule but [#ADAMW].
/// The penalties `λ₁·Σ|w| + λ₂/2·Σw²` of [OptimizerConfig] add `λ₁·sign(w) + λ₂·w` to it by every rule,
/// for weights alone: matrices, not biases and gains. The loss that is reported does not contain them.
public enum OptimizerKind {
  /// Stochastic gradient descent (Robbins & Monro 1951): `w ← w − r·g`.
  SGD(0.01, 0, 0, 0),

  /// Descent with a heavy ball (Polyak 1964), as in Sutskever et al. 2013 but with the rate outside
  /// the velocity, as PyTorch has it: `u ← μ·u + g`, `w ← w − r·u`.
  MOMENTUM(0.01, 0.9, 0, 0),

  /// Nesterov's accelerated gradient (1983) in the form of Sutskever et al. 2013, rate outside the
  /// velocity: `u ← μ·u + g`, `w ← w − r·(g + μ·u)`.
  NESTEROV(0.01, 0.9, 0, 0),

  /// Adagrad (Duchi, Hazan & Singer 2011): `s ← s + g²`, `w ← w − r·g / (√s + ε)`.
  ADAGRAD(0.01, 0, 0, 1e-10),

  /// RMSProp (Tieleman & Hinton 2012, lecture 6.5): `s ← ρ·s + (1−ρ)·g²`, `d = g / (√s + ε)`,
  /// `w ← w − r·d`; with momentum (off by default) `u ← μ·u + d`, `w ← w − r·u`.
  RMSPROP(0.01, 0, 0.99, 1e-8),

  /// Adadelta (Zeiler 2012): `s ← ρ·s + (1−ρ)·g²`, `d = g·√(a + ε) / √(s + ε)`,
  /// `a ← ρ·a + (1−ρ)·d²`, `w ← w − r·d`. The paper has no rate, that is r = 1.
  ADADELTA(1, 0, 0.9, 1e-6),

  /// Adam (Kingma & Ba 2014): `m ← β₁·m + (1−β₁)·g`, `v ← β₂·v + (1−β₂)·g²`,
  /// `w ← w − r · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)`.
  ADAM(0.001, 0, 0, 1e-8),

  /// Adam with decoupled weight decay (Loshchilov & Hutter 2017): `w ← w − r·λ·w`, then as
  /// [#ADAM]. The decay is scaled by the rate, as in PyTorch.
  ADAMW(0.001, 0, 0, 1e-8);

  final double defaultRate;
  final double defaultMomentum;
  final double defaultSmoothing;
  final double defaultEpsilon;

  OptimizerKind(
      double defaultRate, double defaultMomentum, double defaultSmoothing, double defaultEpsilon) {
    this.defaultRate = defaultRate;
    this.defaultMomentum = defaultMomentum;
    this.defaultSmoothing = defaultSmoothing;
    this.defaultEpsilon = defaultEpsilon;
  }

  /// The name on the command line and in files: `"adamw"`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind with a label.
  ///
  /// @throws IllegalArgumentException that lists the known labels if there is none
  @JsonCreator
  public static OptimizerKind named(String label) {
    return Labels.find(values(), OptimizerKind::label, "optimizer", label);
  }
}
