package dev.refrain.nn.recurrent;

import dev.refrain.kernel.Pointwise;

/// Dropout on what the recurrent products see, with one mask for all steps of a sequence (Gal &
/// Ghahramani 2016): `out = in ⊙ mask`.
final class RecurrentDropout {
  static final Pointwise FORWARD = forward();
  static final Pointwise BACKWARD = backward();

  private RecurrentDropout() {}

  private static Pointwise forward() {
    var p = Pointwise.named("recurrent dropout");
    return p.write("out", p.read("in").times(p.read("mask"))).build();
  }

  private static Pointwise backward() {
    var p = Pointwise.named("recurrent dropout backward");
    return p.write("dIn", p.read("dOut").timesPlus(p.read("mask"), p.read("dIn"))).build();
  }
}
