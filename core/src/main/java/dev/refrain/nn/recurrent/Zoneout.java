package dev.refrain.nn.recurrent;

import dev.refrain.kernel.Pointwise;

/// Zoneout (Krueger et al. 2016): with a given rate a unit keeps its last value instead of taking
/// the new one, `s = sPrev + keep·mask ⊙ (sNew − sPrev)`, where `keep·mask` is 0 or 1 in training
/// and `keep` = 1 − rate when the model is used.
final class Zoneout {
  static final Pointwise FORWARD = forward();
  static final Pointwise BACKWARD = backward();
  static final Pointwise ADD_KEPT = addKept();

  private Zoneout() {}

  private static Pointwise forward() {
    var p = Pointwise.named("zoneout");
    var previous = p.read("previous");
    var fresh = p.read("mask").times(p.scalar("keep"));
    return p.write("state", fresh.timesPlus(p.read("new").minus(previous), previous)).build();
  }

  /// Splits the gradient between the new and the kept value.
  private static Pointwise backward() {
    var p = Pointwise.named("zoneout backward");
    var d = p.read("dState");
    var dNew = d.times(p.read("mask").times(p.scalar("keep")));
    return p.write("dNew", dNew).write("dKept", d.minus(dNew)).build();
  }

  private static Pointwise addKept() {
    var p = Pointwise.named("zoneout, kept part");
    return p.write("dPrevious", p.read("dPrevious").plus(p.read("dKept"))).build();
  }
}
