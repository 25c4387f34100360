package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.nn.cell.CellParameters;
import dev.refrain.nn.cell.CellWeights;
import dev.refrain.nn.cell.FusedStep;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A built-in cell over a whole padded batch, forward and back, as one operation on the tape.
///
/// Memory: `gates[T, B, G·H]` holds first the input projection of all steps, then activations, on
/// the way back their gradients. The state histories have T+1 slots `[B, H]`; read in time, step t
/// goes from slot t to slot t+1, against time from slot t+1 to slot t. Row b starts from its
/// initial state in slot 0, or against time in slot `length(b)`, and ends at the other. Rows beyond
/// their length are never computed; they are cleared where a product over all steps would see them.
final class FusedSequence {
  private static final Pointwise ADD = add();

  private final FusedLayer layer;
  private final FusedStep step;
  private final Tape tape;
  private final Kernels kernels;
  private final CellWeights weights;
  private final Value x;
  private final Lengths lengths;
  private final List<Value> initial;
  private final SequenceMasks masks;
  private final int steps;
  private final int batch;
  private final int hidden;
  private final Tensor gates;
  private final List<Tensor> histories = new ArrayList<>();
  private final List<Tensor> runningGradients = new ArrayList<>();
  private final StepWindows windows;
  private final Projection inputProjection;
  private final Projection.Normalized inputKept;
  private final List<StageLoop> stages = new ArrayList<>();
  private final Map<FusedStep.Vector, Value> vectors = new LinkedHashMap<>();

  FusedSequence(FusedLayer layer, Tape tape, Value x, Lengths lengths, List<Value> initial) {
    this.layer = layer;
    this.tape = tape;
    this.x = x;
    this.lengths = lengths;
    this.initial = initial;
    kernels = tape.kernels();
    step = layer.parameters().step();
    weights = layer.parameters().on(tape, layer.options().weightDrop());
    steps = lengths.steps();
    batch = lengths.batch();
    hidden = layer.parameters().hidden();
    masks = SequenceMasks.draw(tape, layer.options(), steps, batch, hidden, step.states().size());
    windows = new StepWindows(steps, batch);
    gates = tape.allocate(windows.historyShape(step.gates().size() * hidden));
    inputKept = keepInput();
    inputProjection = projectInput();
    placeBlocks(gates, step.gates());
    placeStates();
    Tensor intermediates = history(step.intermediates().size() * hidden);
    placeBlocks(intermediates, step.intermediates());
    for (FusedStep.Vector vector : step.vectors()) {
      placeVector(vector, weights.get(vector.name()));
    }
    windows.alias("hIn", placeTransforms());
    for (FusedStep.Stage stage : step.stages()) {
      stages.add(
          switch (stage) {
            case FusedStep.Product product ->
                product(
                    product.from(),
                    product.into(),
                    step.gates().contains(product.into().getFirst()),
                    weights.get(product.weight()),
                    weights.get(CellParameters.gain(product.weight())));
            case FusedStep.Elementwise elementwise ->
                elementwise(elementwise.forward(), elementwise.backward(), Map.of());
          });
    }
    placeZoneout();
  }

  private static Pointwise add() {
    var p = Pointwise.named("add");
    return p.write("sum", p.read("sum").plus(p.read("addend"))).build();
  }

  /// The operand that holds the gradient of another.
  static String gradientOf(String name) {
    return "d" + name;
  }

  private int slotBefore() {
    return layer.reversed() ? 1 : 0;
  }

  private int slotAfter() {
    return layer.reversed() ? 0 : 1;
  }

  /// A tensor with one block for each step; cleared if some rows will not be computed.
  private Tensor history(int columns) {
    Shape shape = windows.historyShape(columns);
    return lengths.ragged() ? tape.zeros(shape) : tape.allocate(shape);
  }

  // Setting the operands in place

  private void placeBlocks(Tensor history, List<String> names) {
    for (int block = 0; block < names.size(); block++) {
      windows.history(names.get(block), history, block * hidden, (block + 1) * hidden, 0);
    }
    for (FusedStep.Product product : step.products()) {
      int first = names.indexOf(product.into().getFirst());
      if (first >= 0 && product.into().size() > 1) {
        windows.history(
            joined(product.into()),
            history,
            first * hidden,
            (first + product.into().size()) * hidden,
            0);
      }
    }
  }

  private static String joined(List<String> blocks) {
    return String.join("+", blocks);
  }

  private void placeStates() {
    Shape shape = Shape.of(steps + 1, batch, hidden);
    for (int part = 0; part < step.states().size(); part++) {
      String name = step.states().get(part);
      Tensor states = lengths.ragged() ? tape.zeros(shape) : tape.allocate(shape);
      histories.add(states);
      windows.history(name + "Prev", states, slotBefore());
      if (masks.zoneout().get(part) == null) {
        windows.history(name, states, slotAfter());
      } else {
        windows.history(name, history(hidden), 0);
        windows.history(name + "Out", states, slotAfter());
      }
      start(states, initial.get(part).data());
    }
  }

  /// Puts each row's initial state where its first step looks for it.
  private void start(Tensor states, Tensor initialState) {
    if (!layer.reversed() || !lengths.ragged()) {
      int slot = layer.reversed() ? steps : 0;
      kernels.copy(Matrix.of(initialState), Matrix.of(states.slice(slot, slot + 1)));
      return;
    }
    for (int row = 0; row < batch; row++) {
      kernels.copy(row(initialState, row), row(states, lengths.of(row) * batch + row));
    }
  }

  private static Matrix row(Tensor tensor, int row) {
    return Matrix.of(tensor).rows(row, row + 1);
  }

  private void placeVector(FusedStep.Vector vector, Value value) {
    vectors.put(vector, value);
    windows.vector(vector.name(), value.data());
  }

  /// Puts dropout and deep transition between the previous output and the recurrent products.
  ///
  /// @return the name of what the products see
  private String placeTransforms() {
    String current = "hPrev";
    if (masks.recurrent() != null && !step.products().isEmpty()) {
      windows.still("hMask", masks.recurrent());
      windows.history("hMasked", history(hidden), 0);
      stages.add(
          elementwise(
              RecurrentDropout.FORWARD,
              RecurrentDropout.BACKWARD,
              Map.of(
                  "in",
                  current,
                  "mask",
                  "hMask",
                  "out",
                  "hMasked",
                  "dIn",
                  gradientOf(current),
                  "dOut",
                  gradientOf("hMasked"))));
      current = "hMasked";
    }
    for (int i = 0; i < layer.transitions().size(); i++) {
      Transition transition = layer.transitions().get(i);
      String a = "transition" + i;
      String out = a + "Out";
      windows.history(a, history(hidden), 0);
      windows.history(out, history(hidden), 0);
      var bias = new FusedStep.Vector(a + "Bias", a, null);
      placeVector(bias, transition.bias(tape));
      stages.add(product(current, List.of(a), false, transition.weight(tape), null));
      boolean shortcut = layer.options().transitionShortcut();
      stages.add(
          elementwise(
              shortcut ? Transition.FORWARD_SHORTCUT : Transition.FORWARD,
              shortcut ? Transition.BACKWARD_SHORTCUT : Transition.BACKWARD,
              Map.of(
                  "in",
                  current,
                  "a",
                  a,
                  "bias",
                  bias.name(),
                  "out",
                  out,
                  "dIn",
                  gradientOf(current),
                  "dOut",
                  gradientOf(out))));
      current = out;
    }
    return current;
  }

  private void placeZoneout() {
    for (int part = 0; part < step.states().size(); part++) {
      Tensor mask = masks.zoneout().get(part);
      if (mask != null) {
        String name = step.states().get(part);
        if (tape.training()) {
          windows.history(name + "Zoneout", mask, 0);
        } else {
          windows.vector(name + "Zoneout", mask);
        }
      }
    }
  }

  private StageLoop elementwise(Pointwise forward, Pointwise backward, Map<String, String> names) {
    return new StageLoop.Elementwise(kernels, windows, forward, backward, names);
  }

  private StageLoop product(
      String from, List<String> into, boolean accumulate, Value weight, Value gain) {
    String target = joined(into);
    Projection.Normalized kept = null;
    Projection.Normalized all = null;
    if (gain != null) {
      int columns = into.size() * hidden;
      windows.history(target + " normalized", history(columns), 0);
      windows.history(target + " inverse", history(1), 0);
      windows.history(target + " before", history(columns), 0);
      kept =
          new Projection.Normalized(
              windows.window(target + " normalized"),
              windows.window(target + " inverse"),
              windows.window(target + " before"));
      all =
          new Projection.Normalized(
              windows.allSteps(target + " normalized"),
              windows.allSteps(target + " inverse"),
              windows.allSteps(target + " before"));
    }
    var projection =
        new Projection(
            tape, weight, gain, windows.window(from), windows.window(target), accumulate, kept);
    return new StageLoop.Product(windows, projection, from, target, all);
  }

  /// `gates = Wx·x + b` for all steps at once.
  private Projection projectInput() {
    Matrix all = Matrix.of(gates);
    Value bias = weights.get(CellParameters.BIAS);
    kernels.copy(Matrix.broadcast(bias.data(), all.rows()), all);
    var projection =
        new Projection(
            tape,
            weights.get(CellParameters.INPUT_WEIGHT),
            weights.get(CellParameters.gain(CellParameters.INPUT_WEIGHT)),
            x.matrix(),
            all,
            true,
            inputKept);
    projection.forward();
    return projection;
  }

  private Projection.Normalized keepInput() {
    if (!weights.layerNorm()) {
      return null;
    }
    Shape wide = gates.shape();
    return new Projection.Normalized(
        Matrix.of(tape.allocate(wide)),
        Matrix.of(tape.allocate(wide.withColumns(1))),
        Matrix.of(tape.allocate(wide)));
  }

  // Forward

  Recurrent.Output run() {
    clearPadding(gates);
    List<PointwiseCall> zoneout = zoneoutForward();
    for (int i = 0; i < steps; i++) {
      int t = layer.reversed() ? steps - 1 - i : i;
      int rows = lengths.active(t);
      if (rows > 0) {
        windows.moveTo(t, rows);
        for (int s = 0; s < stages.size(); s++) {
          stages.get(s).forward();
        }
        for (int z = 0; z < zoneout.size(); z++) {
          zoneout.get(z).run();
        }
      }
    }
    return record();
  }

  private void clearPadding(Tensor history) {
    for (int t = 0; lengths.ragged() && t < steps; t++) {
      kernels.fill(Matrix.of(history).rows(t * batch + lengths.active(t), (t + 1) * batch), 0);
    }
  }

  private List<PointwiseCall> zoneoutForward() {
    List<PointwiseCall> calls = new ArrayList<>();
    for (int part = 0; part < step.states().size(); part++) {
      if (masks.zoneout().get(part) != null) {
        String name = step.states().get(part);
        calls.add(
            kernels
                .prepare(Zoneout.FORWARD)
                .bind("previous", windows.window(name + "Prev"))
                .bind("new", windows.window(name))
                .bind("state", windows.window(name + "Out"))
                .bind("mask", windows.window(name + "Zoneout"))
                .bind("keep", 1 - layer.options().zoneout(part)));
      }
    }
    return calls;
  }

  private Recurrent.Output record() {
    boolean differentiable = x.differentiable();
    for (Value state : initial) {
      differentiable |= state.differentiable();
    }
    differentiable |= weights.get(CellParameters.INPUT_WEIGHT).differentiable();
    Value sequence = tape.result(sequenceData(), differentiable);
    List<Value> last = new ArrayList<>();
    for (Tensor states : histories) {
      last.add(tape.result(lastState(states), differentiable));
    }
    if (sequence.differentiable()) {
      tape.recordAll(() -> backward(sequence, last));
    }
    return new Recurrent.Output(sequence, List.copyOf(last));
  }

  /// The outputs of all steps, `[T, B, H]`, zero in padding.
  private Tensor sequenceData() {
    Tensor outputs = histories.getFirst().slice(slotAfter(), steps + slotAfter());
    if (!lengths.ragged()) {
      return outputs;
    }
    Tensor padded = tape.allocate(outputs.shape());
    kernels.copy(Matrix.of(outputs), Matrix.of(padded));
    clearPadding(padded);
    return padded;
  }

  /// The state of each row after its last step, `[B, H]`.
  private Tensor lastState(Tensor states) {
    Shape shape = Shape.of(batch, hidden);
    if (layer.reversed() || !lengths.ragged()) {
      int slot = layer.reversed() ? 0 : steps;
      return states.slice(slot, slot + 1).reshape(shape);
    }
    Tensor last = tape.allocate(shape);
    for (int row = 0; row < batch; row++) {
      kernels.copy(row(states, lengths.of(row) * batch + row), row(last, row));
    }
    return last;
  }

  // Backward

  private void backward(Value sequence, List<Value> last) {
    boolean any = sequence.gradientStarted();
    for (Value state : last) {
      any |= state.gradientStarted();
    }
    if (!any) {
      return;
    }
    List<PointwiseCall> zoneoutBefore = new ArrayList<>();
    List<PointwiseCall> zoneoutAfter = new ArrayList<>();
    placeGradients(last, zoneoutBefore, zoneoutAfter);
    PointwiseCall addOutput = null;
    if (sequence.gradientStarted()) {
      windows.history("dOutput", sequence.gradient(), 0);
      addOutput =
          kernels
              .prepare(ADD)
              .bind("sum", windows.window("dhPrev"))
              .bind("addend", windows.window("dOutput"));
    }
    boolean recurs = prepareStages();
    Matrix dh = windows.window("dhPrev");
    for (int i = steps - 1; i >= 0; i--) {
      int t = layer.reversed() ? steps - 1 - i : i;
      int rows = lengths.active(t);
      if (rows == 0) {
        continue;
      }
      windows.moveTo(t, rows);
      if (addOutput != null) {
        addOutput.run();
      }
      for (int z = 0; z < zoneoutBefore.size(); z++) {
        zoneoutBefore.get(z).run();
      }
      for (int s = stages.size() - 1; s >= 0; s--) {
        stages.get(s).backward();
      }
      if (!recurs) {
        kernels.fill(dh, 0);
      }
      for (int z = 0; z < zoneoutAfter.size(); z++) {
        zoneoutAfter.get(z).run();
      }
    }
    finish();
  }

  /// The gradient of each part of the state runs back in one buffer, which a step reads as `dh` and
  /// leaves as `dhPrev`. Zoneout stands between the two.
  private void placeGradients(
      List<Value> last, List<PointwiseCall> zoneoutBefore, List<PointwiseCall> zoneoutAfter) {
    for (int part = 0; part < last.size(); part++) {
      String name = step.states().get(part);
      Tensor running = tape.zeros(Shape.of(batch, hidden));
      runningGradients.add(running);
      if (last.get(part).gradientStarted()) {
        kernels.copy(last.get(part).gradientMatrix(), Matrix.of(running));
      }
      windows.still("d" + name + "Prev", running);
      if (masks.zoneout().get(part) == null) {
        windows.alias("d" + name, "d" + name + "Prev");
        continue;
      }
      windows.still("d" + name, tape.allocate(batch, hidden));
      windows.still("d" + name + "Kept", tape.allocate(batch, hidden));
      zoneoutBefore.add(
          kernels
              .prepare(Zoneout.BACKWARD)
              .bind("dState", windows.window("d" + name + "Prev"))
              .bind("dNew", windows.window("d" + name))
              .bind("dKept", windows.window("d" + name + "Kept"))
              .bind("mask", windows.window(name + "Zoneout"))
              .bind("keep", 1 - layer.options().zoneout(part)));
      zoneoutAfter.add(
          kernels
              .prepare(Zoneout.ADD_KEPT)
              .bind("dPrevious", windows.window("d" + name + "Prev"))
              .bind("dKept", windows.window("d" + name + "Kept")));
    }
    placeGradient("hMasked");
    for (int i = 0; i < layer.transitions().size(); i++) {
      placeGradient("transition" + i + "Out");
    }
    step.intermediates().forEach(this::placeGradient);
    windows.alias("dhIn", gradientOf(productInput()));
  }

  private void placeGradient(String name) {
    if (windows.has(name)) {
      windows.still(gradientOf(name), tape.allocate(batch, hidden));
    }
  }

  private String productInput() {
    int transitions = layer.transitions().size();
    if (transitions > 0) {
      return "transition" + (transitions - 1) + "Out";
    }
    return windows.has("hMasked") ? "hMasked" : "hPrev";
  }

  /// @return whether some stage writes the gradient of the previous output
  private boolean prepareStages() {
    Set<Matrix> written = Collections.newSetFromMap(new IdentityHashMap<>());
    for (StageLoop stage : stages.reversed()) {
      stage.prepareBackward(written);
    }
    return written.contains(windows.window("dhPrev"));
  }

  private void finish() {
    for (StageLoop stage : stages) {
      stage.finish();
    }
    vectors.forEach(this::finishVector);
    Matrix dGates = Matrix.of(gates);
    Value bias = weights.get(CellParameters.BIAS);
    if (bias.differentiable()) {
      boolean started = bias.gradientStarted();
      kernels.columnSums(dGates, Projection.row(bias.gradient()), started);
    }
    boolean started = x.gradientStarted();
    inputProjection.backward(x.differentiable() ? x.gradientMatrix() : null, started);
    inputProjection.finish(x.matrix(), dGates, inputKept);
    for (int part = 0; part < initial.size(); part++) {
      if (initial.get(part).differentiable()) {
        initial.get(part).addGradient(runningGradients.get(part));
      }
    }
  }

  private void finishVector(FusedStep.Vector vector, Value value) {
    if (!value.differentiable()) {
      return;
    }
    boolean started = value.gradientStarted();
    Matrix gradient = Projection.row(value.gradient());
    Matrix of = windows.allSteps(vector.of());
    if (vector.times() == null) {
      kernels.columnSums(of, gradient, started);
    } else {
      kernels.columnDots(of, windows.allSteps(vector.times()), gradient, started);
    }
  }
}
