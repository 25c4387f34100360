package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializer;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// One dense layer between two steps of a recurrence (deep transition, Pascanu et al. 2014), acting
/// on what the recurrent products see: `out = tanh(weight·in + bias)`, with a shortcut `+ in`.
final class Transition {
  static final Pointwise FORWARD = forward(false);
  static final Pointwise FORWARD_SHORTCUT = forward(true);
  static final Pointwise BACKWARD = backward(false);
  static final Pointwise BACKWARD_SHORTCUT = backward(true);

  private final Tensor weight;
  private final Tensor bias;

  Transition(Parameters.Scope scope, int hidden, Initializer start) {
    weight = scope.parameter("weight", Shape.of(hidden, hidden), start);
    bias = scope.parameter("bias", Shape.of(hidden), Initializers.zeros());
  }

  Value weight(Tape tape) {
    return tape.parameter(weight);
  }

  Value bias(Tape tape) {
    return tape.parameter(bias);
  }

  /// The layer as tape operations; `in[B, H]`.
  Value apply(Tape tape, Value in, boolean shortcut) {
    Value a = in.linear(weight(tape), bias(tape)).tanh();
    return shortcut ? a.plus(in) : a;
  }

  private static Pointwise forward(boolean shortcut) {
    var p = Pointwise.named("transition");
    var a = p.read("a").plus(p.read("bias")).tanh();
    return p.write("a", a).write("out", shortcut ? a.plus(p.read("in")) : a).build();
  }

  private static Pointwise backward(boolean shortcut) {
    var p = Pointwise.named("transition backward");
    var dOut = p.read("dOut");
    p.write("a", dOut.times(p.read("a").square().complement()));
    if (shortcut) {
      p.write("dIn", p.read("dIn").plus(dOut));
    }
    return p.build();
  }
}
