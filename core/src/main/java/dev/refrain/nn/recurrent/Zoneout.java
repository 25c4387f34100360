package dev.refrain.nn.recurrent;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;

/// Zoneout of one part of the state (Krueger et al. 2016): with a given rate a unit keeps its last
/// value instead of taking the new one, `s = sPrev + keep·mask ⊙ (sNew − sPrev)`, where `keep·mask`
/// is 0 or 1 in training and `keep` = 1 − rate when the model is used.
final class Zoneout {
  private static final Pointwise FORWARD = forwardProgram();
  private static final Pointwise SPLIT = splitProgram();
  private static final Pointwise ADD_KEPT = addKeptProgram();

  private final Kernels kernels;
  private final StepWindows windows;
  private final String state;
  private final double keep;
  private final PointwiseCall forward;
  private PointwiseCall split;
  private PointwiseCall addKept;

  /// @param state the name of the part; the windows `…`, `…Prev`, `…Out` and `…Zoneout` (the mask)
  ///     are declared
  Zoneout(Kernels kernels, StepWindows windows, String state, double rate) {
    this.kernels = kernels;
    this.windows = windows;
    this.state = state;
    keep = 1 - rate;
    forward =
        kernels
            .prepare(FORWARD)
            .bind("previous", windows.window(state + "Prev"))
            .bind("new", windows.window(state))
            .bind("state", windows.window(state + "Out"))
            .bind("mask", windows.window(state + "Zoneout"))
            .bind("keep", keep);
  }

  private static Pointwise forwardProgram() {
    var p = Pointwise.named("zoneout");
    var previous = p.read("previous");
    var fresh = p.read("mask").times(p.scalar("keep"));
    return p.write("state", fresh.timesPlus(p.read("new").minus(previous), previous)).build();
  }

  private static Pointwise splitProgram() {
    var p = Pointwise.named("zoneout backward");
    var d = p.read("dState");
    var dNew = d.times(p.read("mask").times(p.scalar("keep")));
    return p.write("dNew", dNew).write("dKept", d.minus(dNew)).build();
  }

  private static Pointwise addKeptProgram() {
    var p = Pointwise.named("zoneout, kept part");
    return p.write("dPrevious", p.read("dPrevious").plus(p.read("dKept"))).build();
  }

  /// After a step: from the cell's new state to the one that counts.
  void forward() {
    forward.run();
  }

  /// Puts the windows `d…Prev`, `d…` and `d…Kept`, now declared, to use.
  void prepareBackward() {
    split =
        kernels
            .prepare(SPLIT)
            .bind("dState", windows.window("d" + state + "Prev"))
            .bind("dNew", windows.window("d" + state))
            .bind("dKept", windows.window("d" + state + "Kept"))
            .bind("mask", windows.window(state + "Zoneout"))
            .bind("keep", keep);
    addKept =
        kernels
            .prepare(ADD_KEPT)
            .bind("dPrevious", windows.window("d" + state + "Prev"))
            .bind("dKept", windows.window("d" + state + "Kept"));
  }

  /// Before a step of the way back: splits the gradient between the new and the kept value.
  void split() {
    split.run();
  }

  /// After it: adds what went to the kept value.
  void addKept() {
    addKept.run();
  }
}
