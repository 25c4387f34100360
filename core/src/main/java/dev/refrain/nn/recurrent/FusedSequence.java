package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.nn.cell.CellParameters;
import dev.refrain.nn.cell.CellWeights;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A built-in cell over a whole padded batch, forward and back, as one operation on the tape.
///
/// The history of gates, `[rows, G·H]`, holds first the input projection, computed for some steps
/// at once so that they are still near when their turn comes, then activations, on the way back
/// their gradients; from those come, for some steps at once too, the gradients of weights and input.
/// Rows beyond their length are left out, see [PackedSteps].
///
/// An object of this class is the working memory of one such operation: all that depends on the
/// layer alone is made once, and the tape hands it from step to step (see [Tape#reuse]).
final class FusedSequence {
  /// How many gates, 256 KiB, leave room in the second-level cache for as many weights as below.
  private static final int NEAR_GATES = 1 << 16;

  /// How many weights, 512 KiB. Where there are more, reading them again for every piece would cost
  /// more than it saves, and the input of all steps is projected at once.
  private static final int NEAR_WEIGHTS = 1 << 17;

  private final FusedLayer layer;
  private final CellParameters parameters;
  private final Kernels kernels;
  private final int gateColumns;
  private final PackedSteps steps;
  private final InputGates input;
  private final StateHistories states;
  private final StepPlan plan;

  // The batch at work.
  private Tape tape;
  private CellWeights weights;
  private Value x;
  private Lengths lengths;
  private List<Value> initial;
  private Value sequence;
  private List<Value> last;
  private final List<Tensor> running = new ArrayList<>(); // gradients of the state's parts

  FusedSequence(FusedLayer layer, Kernels kernels, boolean training) {
    this.layer = layer;
    this.kernels = kernels;
    parameters = layer.parameters();
    gateColumns = parameters.gateColumns();
    steps = new PackedSteps(layer.reversed());
    input = new InputGates(layer, steps, kernels);
    states = new StateHistories(steps, parameters.hidden());
    plan = new StepPlan(layer, steps, kernels, training);
  }

  /// Runs the layer over a batch; arguments as in [SequenceLayer#apply].
  Recurrent.Output run(Tape tape, Value x, Lengths lengths, List<Value> initial) {
    Tensor gates = begin(tape, x, lengths, initial);
    int atOnce = input.picks() ? nearSteps() : stepsAtOnce();
    for (int from = 0; from < lengths.steps(); from += atOnce) {
      int to = Math.min(from + atOnce, lengths.steps());
      input.forward(earliest(from, to), to - from);
      for (int i = from; i < to; i++) {
        if (lengths.active(time(i)) > 0) {
          plan.windows().moveTo(time(i));
          plan.forward();
        }
      }
    }
    steps.clearPadding(kernels, gates);
    return record();
  }

  /// Begins to read one sequence step by step; arguments as in [SequenceLayer#open]. All windows
  /// stay where a first step finds them: the state moves instead, from behind the step to before it.
  LayerSteps open(Tape tape, Tensor x) {
    List<Value> zeros = new ArrayList<>();
    for (int width : layer.stateWidths()) {
      zeros.add(tape.constant(tape.zeros(Shape.of(1, width))));
    }
    begin(tape, tape.constant(x), Lengths.full(1, 1), zeros);
    plan.windows().moveTo(0);
    return new Steps();
  }

  /// The steps of an opened sequence.
  private final class Steps implements LayerSteps {
    private final List<Tensor> current = new ArrayList<>();
    private final List<Matrix> before = new ArrayList<>();
    private final List<Matrix> behind = new ArrayList<>();
    private final Tensor output = states.last(0).reshape(parameters.hidden());

    Steps() {
      for (int part = 0; part < initial.size(); part++) {
        current.add(states.first(part));
        before.add(Matrix.of(states.first(part)));
        behind.add(Matrix.of(states.last(part)));
      }
    }

    @Override
    public void take() {
      input.forward(0, 1);
      plan.forward();
      for (int part = 0; part < before.size(); part++) {
        kernels.copy(behind.get(part), before.get(part));
      }
    }

    @Override
    public Tensor output() {
      return output;
    }

    @Override
    public List<Tensor> state() {
      return current;
    }
  }

  /// The gates' history of a new batch.
  private Tensor begin(Tape tape, Value x, Lengths lengths, List<Value> initial) {
    this.tape = tape;
    this.x = x;
    this.lengths = lengths;
    this.initial = initial;
    weights = parameters.on(tape, layer.options().weightDrop());
    SequenceMasks masks =
        SequenceMasks.draw(
            tape,
            layer.options(),
            lengths.steps(),
            lengths.batch(),
            parameters.hidden(),
            initial.size());
    steps.begin(lengths);
    Tensor gates = tape.allocate(plan.windows().historyShape(gateColumns));
    input.begin(tape, x, weights, gates);
    states.begin(tape, initial);
    plan.begin(tape, weights, masks, gates, states);
    return gates;
  }

  /// For how many steps at once products over them are done.
  private int stepsAtOnce() {
    int weightsPerStep = gateColumns * (parameters.input() + parameters.hidden());
    return weightsPerStep > NEAR_WEIGHTS ? Math.max(1, lengths.steps()) : nearSteps();
  }

  /// The gates of how many steps are near together.
  private int nearSteps() {
    return Math.max(1, NEAR_GATES / Math.max(1, lengths.batch() * gateColumns));
  }

  /// The step that is number `i` in reading order.
  private int time(int i) {
    return layer.reversed() ? lengths.steps() - 1 - i : i;
  }

  /// The first in time of steps `[from, to)` in reading order.
  private int earliest(int from, int to) {
    return Math.min(time(from), time(to - 1));
  }

  private Recurrent.Output record() {
    boolean differentiable =
        x.differentiable() || weights.get(CellParameters.INPUT_WEIGHT).differentiable();
    for (int part = 0; part < initial.size(); part++) {
      differentiable |= initial.get(part).differentiable();
    }
    sequence = tape.result(states.sequence(), differentiable);
    Value[] parts = new Value[initial.size()];
    for (int part = 0; part < parts.length; part++) {
      parts[part] = tape.result(states.last(part), differentiable);
    }
    last = List.of(parts);
    if (sequence.differentiable()) {
      tape.recordAll(this::backward);
    }
    return new Recurrent.Output(sequence, last);
  }

  private void backward() {
    boolean reached = sequence.gradientStarted();
    for (int part = 0; part < last.size(); part++) {
      reached |= last.get(part).gradientStarted();
    }
    if (!reached) {
      return;
    }
    running.clear();
    for (int part = 0; part < last.size(); part++) {
      Value state = last.get(part);
      Tensor gradient = tape.zeros(state.shape());
      if (state.gradientStarted()) {
        kernels.copy(state.gradientMatrix(), Matrix.of(gradient));
      }
      running.add(gradient);
    }
    boolean fromOutput = sequence.gradientStarted();
    plan.beginBackward(running, fromOutput ? sequence.gradient() : null);
    input.beginBackward();
    int atOnce = stepsAtOnce();
    for (int to = lengths.steps(); to > 0; to -= atOnce) {
      int from = Math.max(0, to - atOnce);
      for (int i = to - 1; i >= from; i--) {
        if (lengths.active(time(i)) > 0) {
          stepBack(time(i), fromOutput);
        }
      }
      plan.finish(earliest(from, to), to - from);
      input.backward(earliest(from, to), to - from);
    }
    input.endBackward();
    for (int part = 0; part < initial.size(); part++) {
      if (initial.get(part).differentiable()) {
        initial.get(part).addGradient(running.get(part));
      }
    }
  }

  private void stepBack(int t, boolean fromOutput) {
    List<StageLoop> stages = plan.stages();
    List<Zoneout> zoneouts = plan.zoneouts();
    plan.windows().moveTo(t);
    if (fromOutput) {
      plan.addOutput();
    }
    for (int z = 0; z < zoneouts.size(); z++) {
      zoneouts.get(z).split();
    }
    for (int s = stages.size() - 1; s >= 0; s--) {
      stages.get(s).backward();
    }
    if (!plan.recurs()) {
      kernels.fill(plan.dhPrev(), 0);
    }
    for (int z = 0; z < zoneouts.size(); z++) {
      zoneouts.get(z).addKept();
    }
  }
}
