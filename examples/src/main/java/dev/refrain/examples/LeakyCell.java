package dev.refrain.examples;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.Cell;
import dev.refrain.nn.init.Initializers;
import java.util.List;

/// A cell of one's own, the leaky integrator (Jaeger et al. 2007):
///
/// ```
/// h = leak·hPrev + (1−leak)·tanh(Wx·x + Wh·hPrev + b)
/// ```
///
/// @param leak how much of the last output stays, 0 to 1
record LeakyCell(Linear fromInput, Linear fromHidden, int hidden, double leak) implements Cell {

  static LeakyCell create(Parameters.Scope scope, int input, int hidden, double leak) {
    return new LeakyCell(
        Linear.create(scope.child("input"), input, hidden, true, Initializers.glorotUniform()),
        Linear.create(
            scope.child("recurrent"), hidden, hidden, false, Initializers.named("orthogonal")),
        hidden,
        leak);
  }

  @Override
  public List<Integer> stateWidths() {
    return List.of(hidden);
  }

  @Override
  public List<Value> step(Tape tape, Value x, List<Value> previous) {
    Value hPrev = previous.getFirst();
    Value fresh = fromInput.apply(x).plus(fromHidden.apply(hPrev)).tanh();
    return List.of(hPrev.scaledBy(leak).plus(fresh.scaledBy(1 - leak)));
  }
}
