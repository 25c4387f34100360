package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.nn.cell.CellParameters;
import dev.refrain.nn.cell.CellWeights;
import dev.refrain.nn.cell.FusedStep;
import dev.refrain.nn.recurrent.StageLoop.WeightSource;
import dev.refrain.nn.recurrent.StepWindows.Operand;
import dev.refrain.tensor.Matrix;
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
///
/// Made once for a layer, for training or for use; [#begin] and [#beginBackward] put the tensors of
/// a batch into its operands.
final class StepPlan {
  private final FusedLayer layer;
  private final FusedStep step;
  private final Kernels kernels;
  private final boolean training;
  private final int hidden;
  private final PackedSteps steps;
  private final StepWindows windows;
  private final List<Operand> gateBlocks;
  private final List<History> histories = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<Vector> vectors = new ArrayList<>();
  private final List<StageLoop> stages = new ArrayList<>();
  private final List<Zoneout> zoneouts = new ArrayList<>();
  private Operand recurrentMask; // null without recurrent dropout
  private String productInput = "hPrev";

  // The way back; empty unless training.
  private final List<Operand> running = new ArrayList<>(); // for each part of the state
  private final List<Operand> gradients = new ArrayList<>();
  private Operand dOutput;
  private PointwiseCall addOutput;
  private boolean recurs;

  // The batch at work.
  private Tape tape;
  private final Value[] vectorValues;

  /// Blocks of one history of the plan's own.
  private record History(int columns, List<Operand> blocks) {}

  /// One part of the state.
  ///
  /// @param next where a step leaves the state that counts
  /// @param mask of zoneout, or null
  private record Part(Operand previous, Operand next, Operand mask) {}

  /// A parameter `[H]`.
  ///
  /// @param of the block whose gradient it gathers
  /// @param times the factor beside it, or null
  private record Vector(Operand operand, WeightSource value, Operand of, Operand times) {}

  StepPlan(FusedLayer layer, PackedSteps steps, Kernels kernels, boolean training) {
    this.layer = layer;
    this.steps = steps;
    windows = new StepWindows(steps);
    this.kernels = kernels;
    this.training = training;
    step = layer.parameters().step();
    hidden = layer.parameters().hidden();
    gateBlocks = declareBlocks(step.gates());
    if (!step.intermediates().isEmpty()) {
      histories.add(
          new History(step.intermediates().size() * hidden, declareBlocks(step.intermediates())));
    }
    for (int part = 0; part < step.states().size(); part++) {
      declareState(part);
    }
    Map<FusedStep.Vector, WeightSource> sources = new LinkedHashMap<>();
    for (FusedStep.Vector vector : step.vectors()) {
      sources.put(vector, (tape, weights) -> weights.get(vector.name()));
      windows.vector(vector.name(), hidden);
    }
    if (training && layer.options().recurrentDropout() > 0 && !step.products().isEmpty()) {
      addRecurrentDropout();
    }
    for (int i = 0; i < layer.transitions().size(); i++) {
      addTransition("transition" + i, layer.transitions().get(i), sources);
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
    sources.forEach((vector, value) -> vectors.add(vector(vector, value)));
    vectorValues = new Value[vectors.size()];
    if (training) {
      prepareBackward();
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

  /// Whether a step of the way back writes `dhPrev`; if not, nothing of `dh` reaches the step
  /// before.
  boolean recurs() {
    return recurs;
  }

  /// The gradient of `h`, before and after a step of the way back.
  Matrix dhPrev() {
    return running.getFirst().window();
  }

  /// The operand that holds the gradient of another.
  static String gradientOf(String name) {
    return "d" + name;
  }

  /// Blocks of H columns side by side in one history, and those that a product writes together.
  private List<Operand> declareBlocks(List<String> names) {
    List<Operand> blocks = new ArrayList<>();
    int columns = names.size() * hidden;
    for (int block = 0; block < names.size(); block++) {
      int from = block * hidden;
      blocks.add(windows.history(names.get(block), columns, from, from + hidden));
    }
    for (FusedStep.Product product : step.products()) {
      int first = names.indexOf(product.into().getFirst());
      int count = product.into().size();
      if (first >= 0 && count > 1) {
        int from = first * hidden;
        blocks.add(windows.history(joined(product.into()), columns, from, from + count * hidden));
      }
    }
    return blocks;
  }

  private static String joined(List<String> blocks) {
    return String.join("+", blocks);
  }

  private void declareHistory(String name) {
    histories.add(new History(hidden, List.of(windows.history(name, hidden))));
  }

  private void declareState(int part) {
    String name = step.states().get(part);
    double zoneout = layer.options().zoneout(part);
    Operand previous = windows.before(name + "Prev", hidden);
    if (zoneout == 0) {
      parts.add(new Part(previous, windows.behind(name, hidden), null));
      return;
    }
    declareHistory(name);
    Operand next = windows.behind(name + "Out", hidden);
    String maskName = name + "Zoneout";
    Operand mask = training ? windows.padded(maskName, hidden) : windows.vector(maskName, hidden);
    parts.add(new Part(previous, next, mask));
    zoneouts.add(new Zoneout(kernels, windows, name, zoneout));
  }

  private Vector vector(FusedStep.Vector vector, WeightSource value) {
    Operand of = windows.operand(vector.of());
    Operand times = vector.times() == null ? null : windows.operand(vector.times());
    return new Vector(windows.operand(vector.name()), value, of, times);
  }

  private void addRecurrentDropout() {
    recurrentMask = windows.still("hMask", hidden);
    addTransform(
        "hMasked", RecurrentDropout.FORWARD, RecurrentDropout.BACKWARD, Map.of("mask", "hMask"));
  }

  private void addTransition(
      String name, Transition transition, Map<FusedStep.Vector, WeightSource> sources) {
    declareHistory(name);
    var bias = new FusedStep.Vector(name + "Bias", name, null);
    sources.put(bias, (tape, weights) -> transition.bias(tape));
    windows.vector(bias.name(), hidden);
    stages.add(
        product(productInput, name, false, (tape, weights) -> transition.weight(tape), null));
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
    declareHistory(out);
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
    String gain = CellParameters.gain(product.weight());
    return product(
        product.from(),
        joined(product.into()),
        step.gates().contains(product.into().getFirst()),
        (tape, weights) -> weights.get(product.weight()),
        layer.parameters().layerNorm() ? (tape, weights) -> weights.get(gain) : null);
  }

  private StageLoop product(
      String from, String into, boolean accumulate, WeightSource weight, WeightSource gain) {
    Operand target = windows.operand(into);
    Projection.Normalized kept = null;
    if (gain != null) {
      kept = Projection.Normalized.in(windows, into, target.window().columns());
      for (Operand block : List.of(kept.normalized(), kept.inverse(), kept.dProjected())) {
        histories.add(new History(block.window().columns(), List.of(block)));
      }
    }
    var projection =
        new Projection(kernels, windows.operand(from), accumulate ? target : null, target, kept);
    return new StageLoop.Product(windows, projection, from, weight, gain);
  }

  /// Declares the operands of the way back. The gradient of each part of the state runs back in one
  /// buffer, which a step reads as `dh` and leaves as `dhPrev`; zoneout stands between.
  private void prepareBackward() {
    for (int part = 0; part < parts.size(); part++) {
      String name = step.states().get(part);
      running.add(windows.still(gradientOf(name + "Prev"), hidden));
      if (parts.get(part).mask() == null) {
        windows.alias(gradientOf(name), gradientOf(name + "Prev"));
      } else {
        declareGradient(name);
        declareGradient(name + "Kept");
      }
    }
    zoneouts.forEach(Zoneout::prepareBackward);
    if (recurrentMask != null) {
      declareGradient("hMasked");
    }
    for (int i = 0; i < layer.transitions().size(); i++) {
      declareGradient("transition" + i + "Out");
    }
    step.intermediates().forEach(this::declareGradient);
    windows.alias("dhIn", gradientOf(productInput));
    dOutput = windows.padded("dOutput", hidden);
    addOutput =
        kernels
            .prepare(Pointwise.ADD_TO)
            .bind("sum", windows.window("dhPrev"))
            .bind("addend", dOutput.window());
    Set<Matrix> written = Collections.newSetFromMap(new IdentityHashMap<>());
    for (StageLoop stage : stages.reversed()) {
      stage.prepareBackward(written);
    }
    recurs = written.contains(windows.window("dhPrev"));
  }

  private void declareGradient(String name) {
    gradients.add(windows.still(gradientOf(name), hidden));
  }

  /// Begins a batch.
  ///
  /// @param gates a history of G·H columns
  void begin(
      Tape tape, CellWeights weights, SequenceMasks masks, Tensor gates, StateHistories states) {
    this.tape = tape;
    windows.begin();
    show(gateBlocks, gates);
    for (int i = 0; i < histories.size(); i++) {
      show(histories.get(i).blocks(), history(histories.get(i).columns()));
    }
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      part.previous().show(states.part(i));
      part.next().show(states.part(i));
      if (part.mask() != null) {
        part.mask().show(masks.zoneout(i));
      }
    }
    if (recurrentMask != null) {
      recurrentMask.show(masks.recurrent());
    }
    for (int i = 0; i < vectors.size(); i++) {
      Vector vector = vectors.get(i);
      vectorValues[i] = vector.value().on(tape, weights);
      vector.operand().show(vectorValues[i].data());
    }
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).begin(tape, weights);
    }
  }

  private static void show(List<Operand> blocks, Tensor tensor) {
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).show(tensor);
    }
  }

  /// Computes the step that the windows show.
  void forward() {
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).forward();
    }
    for (int i = 0; i < zoneouts.size(); i++) {
      zoneouts.get(i).forward();
    }
  }

  /// Begins the way back.
  ///
  /// @param states the gradient of each part of the state, `[B, H]`, which runs back from step to
  ///     step in place
  /// @param output the gradient of all outputs, `[T, B, H]`, or null if nothing has come by there
  void beginBackward(List<Tensor> states, Tensor output) {
    for (int i = 0; i < running.size(); i++) {
      running.get(i).show(states.get(i));
    }
    for (int i = 0; i < gradients.size(); i++) {
      gradients.get(i).show(tape.allocate(steps.lengths().batch(), hidden));
    }
    if (output != null) {
      dOutput.show(output);
    }
  }

  /// Adds a step's part of the gradient of all outputs to `dh`.
  void addOutput() {
    addOutput.run();
  }

  private Tensor history(int columns) {
    Tensor history = tape.allocate(windows.historyShape(columns));
    steps.clearPadding(kernels, history);
    return history;
  }

  /// Adds to the gradients of all recurrent parameters what steps `[t, t + count)` bring, after them.
  void finish(int t, int count) {
    windows.moveTo(t, count);
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).finish();
    }
    for (int i = 0; i < vectors.size(); i++) {
      finishVector(vectors.get(i), vectorValues[i], t, count);
    }
  }

  private void finishVector(Vector vector, Value value, int t, int count) {
    if (!value.differentiable()) {
      return;
    }
    boolean started = value.gradientStarted();
    Matrix gradient = Projection.row(value.gradient());
    if (vector.times() == null) {
      kernels.columnSums(vector.of().window(), gradient, started);
      return;
    }
    for (int i = 0; i < count; i++) { // one by one, since the state behind a step is not beside it
      windows.moveTo(t + i);
      kernels.columnDots(vector.of().window(), vector.times().window(), gradient, started || i > 0);
    }
    windows.moveTo(t, count);
  }
}
