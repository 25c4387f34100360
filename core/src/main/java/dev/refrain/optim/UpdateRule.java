package dev.refrain.optim;

import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.Pointwise.Term;
import dev.refrain.kernel.PointwiseCall;
import java.util.ArrayList;
import java.util.List;

/// An optimizer's equations as one [Pointwise] program over parameter, gradient and state, so that
/// an update reads and writes each number once. The equations stand at [OptimizerKind].
final class UpdateRule {
  static final String PARAMETER = "parameter";
  static final String GRADIENT = "gradient";

  private static final String GRADIENT_SCALE = "gradientScale";
  private static final String RATE = "rate";
  private static final String KEPT = "kept";
  private static final String CORRECTION = "correction";
  private static final String L1 = "l1";
  private static final String L2 = "l2";

  private final OptimizerConfig config;
  private final Pointwise program;
  private final boolean plainDescent;
  private final List<String> state = new ArrayList<>();

  UpdateRule(OptimizerConfig config, Clipping clipping) {
    this.config = config;
    plainDescent =
        config.kind() == OptimizerKind.SGD
            && config.weightDecay() == 0
            && !config.penalizes()
            && !clipping.clipsValues();
    var p = Pointwise.named(config.kind().label());
    Term g = p.read(GRADIENT).times(p.scalar(GRADIENT_SCALE));
    if (clipping.clipsValues()) {
      g = g.minimum(p.constant(clipping.value())).maximum(p.constant(-clipping.value()));
    }
    Term w = p.read(PARAMETER);
    if (config.kind() == OptimizerKind.ADAMW) {
      w = w.times(p.scalar(KEPT));
    } else if (config.weightDecay() > 0) {
      g = w.timesPlus(p.constant(config.weightDecay()), g);
    }
    if (config.penalizes()) {
      g = g.plus(penalty(p, p.read(PARAMETER)));
    }
    Term descent = descent(p, g);
    p.write(PARAMETER, w.minus(p.scalar(RATE).times(descent)));
    program = p.build();
  }

  /// The gradient of the penalties; at zero that of `|w|` is taken to be 0.
  private static Term penalty(Pointwise.Builder p, Term w) {
    Term zero = p.constant(0);
    Term sign = w.wherePositive(p.constant(1), w.negate().wherePositive(p.constant(-1), zero));
    return sign.timesPlus(p.scalar(L1), w.times(p.scalar(L2)));
  }

  /// The direction that, times the rate, is taken from the parameter.
  private Term descent(Pointwise.Builder p, Term g) {
    return switch (config.kind()) {
      case SGD -> g;
      case MOMENTUM -> velocity(p, g);
      case NESTEROV -> velocity(p, g).timesPlus(p.constant(config.momentum()), g);
      case ADAGRAD -> {
        Term s = state(p, "s", g.timesPlus(g, p.read("s")));
        yield g.over(s.squareRoot().plus(p.constant(config.epsilon())));
      }
      case RMSPROP -> {
        Term s = state(p, "s", smoothed(p, "s", config.smoothing(), g.square()));
        Term d = g.over(s.squareRoot().plus(p.constant(config.epsilon())));
        yield config.momentum() > 0 ? velocity(p, d) : d;
      }
      case ADADELTA -> {
        Term epsilon = p.constant(config.epsilon());
        Term s = state(p, "s", smoothed(p, "s", config.smoothing(), g.square()));
        Term a = p.read("a");
        Term d = g.times(a.plus(epsilon).squareRoot().over(s.plus(epsilon).squareRoot()));
        state(p, "a", smoothed(p, "a", config.smoothing(), d.square()));
        yield d;
      }
      case ADAM, ADAMW -> {
        Term m = state(p, "m", smoothed(p, "m", config.beta1(), g));
        Term v = state(p, "v", smoothed(p, "v", config.beta2(), g.square()));
        Term root = v.squareRoot();
        yield m.over(root.timesPlus(p.scalar(CORRECTION), p.constant(config.epsilon())));
      }
    };
  }

  private Term velocity(Pointwise.Builder p, Term g) {
    return state(p, "u", p.read("u").timesPlus(p.constant(config.momentum()), g));
  }

  private Term state(Pointwise.Builder p, String name, Term updated) {
    state.add(name);
    p.write(name, updated);
    return updated;
  }

  /// `keep · name + (1 − keep) · fresh`.
  private static Term smoothed(Pointwise.Builder p, String name, double keep, Term fresh) {
    return p.read(name).timesPlus(p.constant(keep), fresh.times(1 - keep));
  }

  Pointwise program() {
    return program;
  }

  /// Whether an update is nothing but `−rate · gradientScale · gradient`.
  boolean isPlainDescent() {
    return plainDescent;
  }

  /// The names of what is kept for each element between steps.
  List<String> state() {
    return state;
  }

  /// Gives a call the numbers of step `t`, counted from 1.
  ///
  /// @param weights whether the call is for weights, on which penalties lie
  void bindScalars(PointwiseCall call, long t, double rate, double gradientScale, boolean weights) {
    call.bind(GRADIENT_SCALE, gradientScale);
    if (config.penalizes()) {
      call.bind(L1, weights ? config.l1() : 0);
      call.bind(L2, weights ? config.l2() : 0);
    }
    switch (config.kind()) {
      case SGD, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADADELTA -> call.bind(RATE, rate);
      case ADAM -> bindCorrections(call, t, rate);
      case ADAMW -> {
        bindCorrections(call, t, rate);
        call.bind(KEPT, 1 - rate * config.weightDecay());
      }
    }
  }

  private void bindCorrections(PointwiseCall call, long t, double rate) {
    call.bind(RATE, rate / (1 - Math.pow(config.beta1(), (double) t)));
    call.bind(CORRECTION, 1 / Math.sqrt(1 - Math.pow(config.beta2(), (double) t)));
  }
}
