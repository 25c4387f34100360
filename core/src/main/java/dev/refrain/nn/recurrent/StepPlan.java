package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
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

/// One step of a [FusedLayer] with every operand in place: its stages, with recurrent dropout and
/// deep transitions put before those of the cell, its zoneout, and the windows they all look
/// through. Whoever runs it moves the windows and calls the stages.
final class StepPlan {
  private final FusedLayer layer;
  private final FusedStep step;
  private final Tape tape;
  private final Kernels kernels;
  private final CellWeights weights;
  private final Lengths lengths;
  private final SequenceMasks masks;
  private final int hidden;
  private final StepWindows windows;
  private final List<StageLoop> stages = new ArrayList<>();
  private final List<Zoneout> zoneouts = new ArrayList<>();
  private final Map<FusedStep.Vector, Value> vectors = new LinkedHashMap<>();
  private String productInput = "hPrev";

  /// @param gates `[T, B, G·H]`
  StepPlan(
      FusedLayer layer,
      Tape tape,
      CellWeights weights,
      Lengths lengths,
      SequenceMasks masks,
      Tensor gates,
      StateHistories states) {
    this.layer = layer;
    this.tape = tape;
    this.weights = weights;
    this.lengths = lengths;
    this.masks = masks;
    step = layer.parameters().step();
    kernels = tape.kernels();
    hidden = layer.parameters().hidden();
    windows = new StepWindows(lengths.steps(), lengths.batch());
    placeBlocks(gates, step.gates());
    placeBlocks(history(step.intermediates().size() * hidden), step.intermediates());
    for (int part = 0; part < step.states().size(); part++) {
      placeState(part, states);
    }
    for (FusedStep.Vector vector : step.vectors()) {
      placeVector(vector, weights.get(vector.name()));
    }
    if (masks.recurrent() != null && !step.products().isEmpty()) {
      addRecurrentDropout();
    }
    for (int i = 0; i < layer.transitions().size(); i++) {
      addTransition("transition" + i, layer.transitions().get(i));
    }
    windows.alias("hIn", productInput);
    for (FusedStep.Stage stage : step.stages()) {
      stages.add(
          switch (stage) {
            case FusedStep.Product product -> product(product);
            case FusedStep.Elementwise elementwise ->
                elementwise(elementwise.forward(), elementwise.backward(), Map.of());
          });
    }
  }

  StepWindows windows() {
    return windows;
  }

  List<StageLoop> stages() {
    return stages;
  }

  List<Zoneout> zoneouts() {
    return zoneouts;
  }

  /// The operand that holds the gradient of another.
  static String gradientOf(String name) {
    return "d" + name;
  }

  /// A tensor with one block for each step; cleared if some rows will not be computed.
  private Tensor history(int columns) {
    Shape shape = windows.historyShape(columns);
    return lengths.ragged() ? tape.zeros(shape) : tape.allocate(shape);
  }

  private void placeBlocks(Tensor history, List<String> names) {
    for (int block = 0; block < names.size(); block++) {
      windows.history(names.get(block), history, block * hidden, (block + 1) * hidden, 0);
    }
    for (FusedStep.Product product : step.products()) {
      int first = names.indexOf(product.into().getFirst());
      int count = product.into().size();
      if (first >= 0 && count > 1) {
        String joined = joined(product.into());
        windows.history(joined, history, first * hidden, (first + count) * hidden, 0);
      }
    }
  }

  private static String joined(List<String> blocks) {
    return String.join("+", blocks);
  }

  private void placeState(int part, StateHistories states) {
    String name = step.states().get(part);
    windows.history(name + "Prev", states.part(part), states.slotBefore());
    Tensor mask = masks.zoneout().get(part);
    if (mask == null) {
      windows.history(name, states.part(part), states.slotAfter());
      return;
    }
    windows.history(name, history(hidden), 0);
    windows.history(name + "Out", states.part(part), states.slotAfter());
    if (tape.training()) {
      windows.history(name + "Zoneout", mask, 0);
    } else {
      windows.vector(name + "Zoneout", mask);
    }
    zoneouts.add(new Zoneout(kernels, windows, name, layer.options().zoneout(part)));
  }

  private void placeVector(FusedStep.Vector vector, Value value) {
    vectors.put(vector, value);
    windows.vector(vector.name(), value.data());
  }

  private void addRecurrentDropout() {
    windows.still("hMask", masks.recurrent());
    addTransform(
        "hMasked", RecurrentDropout.FORWARD, RecurrentDropout.BACKWARD, Map.of("mask", "hMask"));
  }

  private void addTransition(String name, Transition transition) {
    windows.history(name, history(hidden), 0);
    var bias = new FusedStep.Vector(name + "Bias", name, null);
    placeVector(bias, transition.bias(tape));
    stages.add(product(productInput, name, false, transition.weight(tape), null));
    boolean shortcut = layer.options().transitionShortcut();
    addTransform(
        name + "Out",
        shortcut ? Transition.FORWARD_SHORTCUT : Transition.FORWARD,
        shortcut ? Transition.BACKWARD_SHORTCUT : Transition.BACKWARD,
        Map.of("a", name, "bias", bias.name()));
  }

  /// Puts a stage between the previous output and the recurrent products: its programs call what
  /// goes in `in` and what comes out `out`.
  private void addTransform(
      String out, Pointwise forward, Pointwise backward, Map<String, String> names) {
    windows.history(out, history(hidden), 0);
    Map<String, String> all = new LinkedHashMap<>(names);
    all.put("in", productInput);
    all.put("out", out);
    all.put("dIn", gradientOf(productInput));
    all.put("dOut", gradientOf(out));
    stages.add(elementwise(forward, backward, all));
    productInput = out;
  }

  private StageLoop elementwise(Pointwise forward, Pointwise backward, Map<String, String> names) {
    return new StageLoop.Elementwise(kernels, windows, forward, backward, names);
  }

  private StageLoop product(FusedStep.Product product) {
    return product(
        product.from(),
        joined(product.into()),
        step.gates().contains(product.into().getFirst()),
        weights.get(product.weight()),
        weights.get(CellParameters.gain(product.weight())));
  }

  private StageLoop product(
      String from, String into, boolean accumulate, Value weight, Value gain) {
    Matrix target = windows.window(into);
    Projection.Normalized kept = null;
    Projection.Normalized all = null;
    if (gain != null) {
      windows.history(into + " normalized", history(target.columns()), 0);
      windows.history(into + " inverse", history(1), 0);
      windows.history(into + " before", history(target.columns()), 0);
      kept =
          new Projection.Normalized(
              windows.window(into + " normalized"),
              windows.window(into + " inverse"),
              windows.window(into + " before"));
      all =
          new Projection.Normalized(
              windows.allSteps(into + " normalized"),
              windows.allSteps(into + " inverse"),
              windows.allSteps(into + " before"));
    }
    var projection =
        new Projection(tape, weight, gain, windows.window(from), target, accumulate, kept);
    return new StageLoop.Product(windows, projection, from, into, all);
  }

  /// Puts the operands of the way back in place. The gradient of each part of the state runs back
  /// in one buffer, which a step reads as `dh` and leaves as `dhPrev`; zoneout stands between.
  ///
  /// @param running those buffers, `[B, H]` each
  /// @return whether a step writes `dhPrev`; if not, nothing of `dh` reaches the step before
  boolean prepareBackward(List<Tensor> running) {
    for (int part = 0; part < running.size(); part++) {
      String name = step.states().get(part);
      String previous = gradientOf(name + "Prev");
      windows.still(previous, running.get(part));
      if (masks.zoneout().get(part) == null) {
        windows.alias(gradientOf(name), previous);
      } else {
        placeGradient(name);
        placeGradient(name + "Kept");
      }
    }
    zoneouts.forEach(Zoneout::prepareBackward);
    if (windows.has("hMasked")) {
      placeGradient("hMasked");
    }
    for (int i = 0; i < layer.transitions().size(); i++) {
      placeGradient("transition" + i + "Out");
    }
    step.intermediates().forEach(this::placeGradient);
    windows.alias("dhIn", gradientOf(productInput));
    Set<Matrix> written = Collections.newSetFromMap(new IdentityHashMap<>());
    for (StageLoop stage : stages.reversed()) {
      stage.prepareBackward(written);
    }
    return written.contains(windows.window("dhPrev"));
  }

  private void placeGradient(String name) {
    windows.still(gradientOf(name), tape.allocate(lengths.batch(), hidden));
  }

  /// Gathers the gradients of all recurrent parameters, after the last step of the way back.
  void finish() {
    stages.forEach(StageLoop::finish);
    vectors.forEach(this::finishVector);
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
