package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.nn.cell.CellParameters;
import dev.refrain.nn.cell.CellWeights;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A built-in cell over a whole padded batch, forward and back, as one operation on the tape.
///
/// `gates[T, B, G·H]` holds first the input projection, computed for some steps at once so that
/// they are still near when their turn comes, then activations, on the way back their gradients;
/// from those come the gradients of all weights, one product each. Rows beyond their length are
/// never computed; they are cleared where a product over all steps would see them.
final class FusedSequence {
  /// How many gates, 256 KiB, leave room in the second-level cache for as many weights as below.
  private static final int NEAR_GATES = 1 << 16;

  /// How many weights, 512 KiB. Where there are more, reading them again for every piece would cost
  /// more than it saves, and the input of all steps is projected at once.
  private static final int NEAR_WEIGHTS = 1 << 17;

  private final FusedLayer layer;
  private final Tape tape;
  private final Kernels kernels;
  private final CellWeights weights;
  private final Value x;
  private final Lengths lengths;
  private final List<Value> initial;
  private final Tensor gates;
  private final StepWindows input;
  private final Projection inputProjection;
  private final int stepsAtOnce;
  private final StateHistories states;
  private final StepPlan plan;

  FusedSequence(FusedLayer layer, Tape tape, Value x, Lengths lengths, List<Value> initial) {
    this.layer = layer;
    this.tape = tape;
    this.x = x;
    this.lengths = lengths;
    this.initial = initial;
    kernels = tape.kernels();
    CellParameters parameters = layer.parameters();
    int hidden = parameters.hidden();
    int gateColumns = parameters.step().gates().size() * hidden;
    weights = parameters.on(tape, layer.options().weightDrop());
    SequenceMasks masks =
        SequenceMasks.draw(
            tape, layer.options(), lengths.steps(), lengths.batch(), hidden, initial.size());
    gates = tape.allocate(lengths.steps(), lengths.batch(), gateColumns);
    input = inputWindows();
    inputProjection = prepareInput();
    int weightsPerStep = gateColumns * (parameters.input() + hidden);
    int near = NEAR_GATES / Math.max(1, lengths.batch() * gateColumns);
    stepsAtOnce = weightsPerStep > NEAR_WEIGHTS ? Math.max(1, lengths.steps()) : Math.max(1, near);
    states = new StateHistories(tape, lengths, layer.reversed(), hidden, initial);
    plan = new StepPlan(layer, tape, weights, lengths, masks, gates, states);
  }

  private StepWindows inputWindows() {
    var windows = new StepWindows(lengths.steps(), lengths.batch());
    windows.history("x", x.data(), 0);
    windows.history("gates", gates, 0);
    windows.vector("bias", weights.get(CellParameters.BIAS).data());
    if (weights.layerNorm()) {
      Shape wide = gates.shape();
      windows.history("normalized", tape.allocate(wide), 0);
      windows.history("inverse", tape.allocate(wide.withColumns(1)), 0);
      windows.history("before", tape.allocate(wide), 0);
    }
    return windows;
  }

  private Projection prepareInput() {
    Value weight = weights.get(CellParameters.INPUT_WEIGHT);
    Value gain = weights.get(CellParameters.gain(CellParameters.INPUT_WEIGHT));
    return new Projection(
        tape,
        weight,
        gain,
        input.window("x"),
        input.window("gates"),
        true,
        weights.layerNorm() ? normalized(input::window) : null);
  }

  /// What layer normalization of the input projection keeps, seen as `window` says.
  private static Projection.Normalized normalized(Function<String, Matrix> window) {
    return new Projection.Normalized(
        window.apply("normalized"), window.apply("inverse"), window.apply("before"));
  }

  /// `gates = Wx·x + b` for `count` steps from `t` on.
  private void projectInput(int t, int count) {
    input.moveTo(t, count * lengths.batch());
    kernels.copy(input.window("bias"), input.window("gates"));
    inputProjection.forward();
  }

  /// The step that is number `i` in reading order.
  private int time(int i) {
    return layer.reversed() ? lengths.steps() - 1 - i : i;
  }

  Recurrent.Output run() {
    List<StageLoop> stages = plan.stages();
    List<Zoneout> zoneouts = plan.zoneouts();
    for (int i = 0; i < lengths.steps(); i++) {
      if (i % stepsAtOnce == 0) {
        int count = Math.min(stepsAtOnce, lengths.steps() - i);
        projectInput(Math.min(time(i), time(i + count - 1)), count);
      }
      int rows = lengths.active(time(i));
      if (rows == 0) {
        continue;
      }
      plan.windows().moveTo(time(i), rows);
      for (int s = 0; s < stages.size(); s++) {
        stages.get(s).forward();
      }
      for (int z = 0; z < zoneouts.size(); z++) {
        zoneouts.get(z).forward();
      }
    }
    StateHistories.clearPadding(kernels, lengths, gates);
    return record();
  }

  private Recurrent.Output record() {
    boolean differentiable =
        x.differentiable() || weights.get(CellParameters.INPUT_WEIGHT).differentiable();
    for (Value state : initial) {
      differentiable |= state.differentiable();
    }
    Value sequence = tape.result(states.sequence(), differentiable);
    List<Value> last = new ArrayList<>();
    for (int part = 0; part < initial.size(); part++) {
      last.add(tape.result(states.last(part), differentiable));
    }
    if (sequence.differentiable()) {
      tape.recordAll(() -> backward(sequence, last));
    }
    return new Recurrent.Output(sequence, List.copyOf(last));
  }

  private void backward(Value sequence, List<Value> last) {
    boolean reached = sequence.gradientStarted();
    for (Value state : last) {
      reached |= state.gradientStarted();
    }
    if (!reached) {
      return;
    }
    List<Tensor> running = new ArrayList<>();
    for (Value state : last) {
      Tensor gradient = tape.zeros(state.shape());
      if (state.gradientStarted()) {
        kernels.copy(state.gradientMatrix(), Matrix.of(gradient));
      }
      running.add(gradient);
    }
    boolean recurs = plan.prepareBackward(running);
    stepBack(recurs, sequence.gradientStarted() ? addOutput(sequence) : null);
    plan.finish();
    finishInput();
    for (int part = 0; part < initial.size(); part++) {
      if (initial.get(part).differentiable()) {
        initial.get(part).addGradient(running.get(part));
      }
    }
  }

  /// Adds a step's part of the gradient of the whole output to `dh`.
  private PointwiseCall addOutput(Value sequence) {
    StepWindows windows = plan.windows();
    windows.history("dOutput", sequence.gradient(), 0);
    return kernels
        .prepare(Pointwise.ADD_TO)
        .bind("sum", windows.window("dhPrev"))
        .bind("addend", windows.window("dOutput"));
  }

  private void stepBack(boolean recurs, PointwiseCall addOutput) {
    List<StageLoop> stages = plan.stages();
    List<Zoneout> zoneouts = plan.zoneouts();
    Matrix dhPrev = plan.windows().window("dhPrev");
    for (int i = lengths.steps() - 1; i >= 0; i--) {
      int rows = lengths.active(time(i));
      if (rows == 0) {
        continue;
      }
      plan.windows().moveTo(time(i), rows);
      if (addOutput != null) {
        addOutput.run();
      }
      for (int z = 0; z < zoneouts.size(); z++) {
        zoneouts.get(z).split();
      }
      for (int s = stages.size() - 1; s >= 0; s--) {
        stages.get(s).backward();
      }
      if (!recurs) {
        kernels.fill(dhPrev, 0);
      }
      for (int z = 0; z < zoneouts.size(); z++) {
        zoneouts.get(z).addKept();
      }
    }
  }

  private void finishInput() {
    Matrix dGates = Matrix.of(gates);
    Value bias = weights.get(CellParameters.BIAS);
    if (bias.differentiable()) {
      boolean started = bias.gradientStarted();
      kernels.columnSums(dGates, Projection.row(bias.gradient()), started);
    }
    boolean started = x.gradientStarted();
    input.moveTo(0, lengths.steps() * lengths.batch());
    inputProjection.backward(x.differentiable() ? x.gradientMatrix() : null, started);
    inputProjection.finish(
        x.matrix(), dGates, weights.layerNorm() ? normalized(input::allSteps) : null);
  }
}
