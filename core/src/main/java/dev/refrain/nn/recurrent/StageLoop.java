package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.nn.cell.CellWeights;
import dev.refrain.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One stage of a step as the time loop runs it. Made once for a layer; its windows move by
/// themselves.
sealed interface StageLoop {

  /// Begins a batch.
  void begin(Tape tape, CellWeights weights);

  /// Computes one step.
  void forward();

  /// Puts the windows of the way back in place. Called once, in the reverse order of stages, when
  /// all of them are declared.
  ///
  /// @param written the gradient windows that stages further back have already written when this
  ///     one runs; whoever comes first overwrites, later ones add
  void prepareBackward(Set<Matrix> written);

  /// Computes one step of the way back.
  void backward();

  /// Adds to the gradients of parameters what the steps that the windows show bring, after them.
  void finish();

  /// Where a parameter of a step comes from: the cell's weights, or the tape itself.
  @FunctionalInterface
  interface WeightSource {
    Value on(Tape tape, CellWeights weights);
  }

  /// A product with a recurrent weight.
  final class Product implements StageLoop {
    private final StepWindows windows;
    private final Projection projection;
    private final String from;
    private final WeightSource weight;
    private final WeightSource gain;
    private Matrix dFrom;
    private boolean accumulate;

    /// @param from the operand's name
    /// @param gain of layer normalization, or null
    Product(
        StepWindows windows,
        Projection projection,
        String from,
        WeightSource weight,
        WeightSource gain) {
      this.windows = windows;
      this.projection = projection;
      this.from = from;
      this.weight = weight;
      this.gain = gain;
    }

    @Override
    public void begin(Tape tape, CellWeights weights) {
      projection.begin(
          weight.on(tape, weights), gain == null ? null : gain.on(tape, weights), windows.rows());
    }

    @Override
    public void forward() {
      projection.forward();
    }

    @Override
    public void prepareBackward(Set<Matrix> written) {
      dFrom = windows.window(StepPlan.gradientOf(from));
      accumulate = !written.add(dFrom);
    }

    @Override
    public void backward() {
      projection.backward(dFrom, accumulate);
    }

    @Override
    public void finish() {
      projection.finish();
    }
  }

  /// Pointwise programs, with the names of their operands translated to those of the windows.
  final class Elementwise implements StageLoop {
    private final Kernels kernels;
    private final StepWindows windows;
    private final Pointwise backward;
    private final Map<String, String> names;
    private final PointwiseCall forwardCall;
    private final List<Matrix> clearedFirst = new ArrayList<>();
    private PointwiseCall backwardCall;

    /// @param names window names of operands that are called otherwise in the programs
    Elementwise(
        Kernels kernels,
        StepWindows windows,
        Pointwise forward,
        Pointwise backward,
        Map<String, String> names) {
      this.kernels = kernels;
      this.windows = windows;
      this.backward = backward;
      this.names = names;
      forwardCall = bind(forward);
    }

    private PointwiseCall bind(Pointwise program) {
      PointwiseCall call = kernels.prepare(program);
      for (String operand : program.operands()) {
        call.bind(operand, window(operand));
      }
      return call;
    }

    private Matrix window(String operand) {
      return windows.window(names.getOrDefault(operand, operand));
    }

    @Override
    public void begin(Tape tape, CellWeights weights) {}

    @Override
    public void forward() {
      forwardCall.run();
    }

    @Override
    public void prepareBackward(Set<Matrix> written) {
      backwardCall = bind(backward);
      List<Matrix> writes = new ArrayList<>();
      for (Pointwise.Write write : backward.writes()) {
        Matrix target = window(backward.operands().get(write.operand()));
        writes.add(target);
        if (reads(write.operand()) && isGradient(write.operand()) && !written.contains(target)) {
          clearedFirst.add(target);
        }
      }
      written.addAll(writes);
    }

    /// Gates are overwritten by their own gradients under their own names; a name that begins with
    /// `d` is a gradient that gathers contributions.
    private boolean isGradient(int operand) {
      return backward.operands().get(operand).startsWith("d");
    }

    private boolean reads(int operand) {
      return backward.steps().stream()
          .anyMatch(s -> s.operation() == Pointwise.Operation.READ && s.first() == operand);
    }

    @Override
    public void backward() {
      for (int i = 0; i < clearedFirst.size(); i++) {
        kernels.fill(clearedFirst.get(i), 0);
      }
      backwardCall.run();
    }

    @Override
    public void finish() {}
  }
}
