package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.PackedWeights;
import dev.refrain.autodiff.Tape;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.nn.Linear;
import dev.refrain.nn.LinearCall;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Reads a sequence as it arrives, one step at a time, with a stack that reads forward in time: a
/// step costs the same after a million others, and leaves no garbage.
///
/// ```java
/// var session = stack.openSession(parameters.packed(Devices.best()));
/// Tensor output = session.push(features);    // [outputSize], overwritten by the next step
/// RecurrentState here = session.snapshot();
/// session.push(perhaps);
/// session.rewind(here);
/// ```
///
/// Outputs are those of [Recurrent#apply] on an evaluating tape. Weights are shared among all
/// sessions opened with the same [PackedWeights]; a session of its own is no more than its state and
/// a step's working memory. It belongs to one thread at a time; sessions of one stack may run side by
/// side. Only a [dev.refrain.nn.cell.Cell] of the user's own allocates in a step, as its tape
/// operations do.
public final class RecurrentSession {
  private static final Pointwise TANH = tanh();
  private static final Pointwise SUM = sum();

  private final Recurrent stack;
  private final PackedWeights packed;
  private final Kernels kernels;
  private final Tape tape; // open as long as the session is used: it lends the layers their memory
  private final List<Runnable> steps = new ArrayList<>();
  private final List<Tensor> state = new ArrayList<>();
  private final Tensor input;
  private final Tensor output;

  RecurrentSession(Recurrent stack, PackedWeights packed) {
    if (stack.config().bidirectional()) {
      throw new IllegalArgumentException(
          "a session reads forward, step by step, and this stack also reads against time; train"
              + " one that is not bidirectional");
    }
    this.stack = stack;
    this.packed = packed;
    kernels = packed.kernels();
    tape = Tape.evaluating(packed, new BufferPool(kernels.precision()));
    input = vector(stack.inputSize());
    output = connect();
  }

  private static Pointwise tanh() {
    var p = Pointwise.named("tanh in place");
    return p.write("y", p.read("y").tanh()).build();
  }

  private static Pointwise sum() {
    var p = Pointwise.named("residual");
    return p.write("sum", p.read("out").plus(p.read("below"))).build();
  }

  private Tensor vector(int size) {
    return Tensor.zeros(kernels.precision(), Shape.of(size));
  }

  /// Lines up what a step does; returns where the output will stand.
  private Tensor connect() {
    Tensor below = dense(input, stack.before());
    Tensor stackInput = below;
    Connections connections = stack.config().connections();
    List<SequenceLayer> layers = stack.forwardLayers();
    for (int i = 0; i < layers.size(); i++) {
      boolean skip = i > 0 && connections == Connections.SKIP;
      Tensor in = skip ? joined(below, stackInput) : below;
      LayerSteps layer = layers.get(i).open(tape, in.reshape(1, 1, in.shape().size()));
      steps.add(layer::take);
      state.addAll(layer.state());
      boolean residual = i > 0 && connections == Connections.RESIDUAL;
      below = residual ? added(layer.output(), below) : layer.output();
    }
    return dense(below, stack.behind());
  }

  private Tensor dense(Tensor from, List<Linear> layers) {
    Tensor below = from;
    for (Linear layer : layers) {
      Tensor y = vector(layer.weight().shape().extent(0));
      LinearCall product = layer.prepare(packed, below, y);
      PointwiseCall activation = kernels.prepare(TANH).bind("y", row(y));
      steps.add(
          () -> {
            product.run();
            activation.run();
          });
      below = y;
    }
    return below;
  }

  private Tensor joined(Tensor first, Tensor second) {
    int width = first.shape().size();
    Tensor joined = vector(width + second.shape().size());
    copy(first, joined.slice(0, width));
    copy(second, joined.slice(width, joined.shape().size()));
    return joined;
  }

  private void copy(Tensor from, Tensor to) {
    Matrix source = row(from);
    Matrix target = row(to);
    steps.add(() -> kernels.copy(source, target));
  }

  private Tensor added(Tensor out, Tensor below) {
    Tensor sum = vector(out.shape().size());
    PointwiseCall call =
        kernels.prepare(SUM).bind("out", row(out)).bind("below", row(below)).bind("sum", row(sum));
    steps.add(call::run);
    return sum;
  }

  private static Matrix row(Tensor vector) {
    return Matrix.ofRows(vector, 1);
  }

  /// Where a step finds its input, `[inputSize]`: for callers that write it in place before
  /// [#step].
  public Tensor input() {
    return input;
  }

  /// The output of the last step, `[outputSize]`; overwritten by the next. Zeros before the first.
  public Tensor output() {
    return output;
  }

  /// Takes a step from what stands in [#input].
  ///
  /// @return [#output]
  public Tensor step() {
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).run();
    }
    return output;
  }

  /// Takes a step.
  ///
  /// @param features `[inputSize]`, read and not kept
  /// @return [#output]
  /// @throws IllegalArgumentException if there are more or fewer
  public Tensor push(float... features) {
    if (features.length != input.shape().size()) {
      throw new IllegalArgumentException(
          "%d numbers for a step, this stack reads %d"
              .formatted(features.length, input.shape().size()));
    }
    input.copyFrom(features);
    return step();
  }

  /// Forgets all it has read.
  public void reset() {
    for (int part = 0; part < state.size(); part++) {
      kernels.fill(row(state.get(part)), 0);
    }
    kernels.fill(row(output), 0);
  }

  /// Where it stands now.
  public RecurrentState snapshot() {
    return new RecurrentState(state.stream().map(Tensor::copy).toList(), output.copy());
  }

  /// Goes back, or over, to where a session of the same stack stood.
  ///
  /// @throws IllegalArgumentException if the state is of another stack
  public void rewind(RecurrentState to) {
    if (to.parts().size() != state.size()) {
      throw new IllegalArgumentException(
          "a state of %d parts, this stack has %d".formatted(to.parts().size(), state.size()));
    }
    for (int part = 0; part < state.size(); part++) {
      if (!to.parts().get(part).shape().equals(state.get(part).shape())) {
        throw new IllegalArgumentException(
            "a state with a part %s, this stack's is %s"
                .formatted(to.parts().get(part).shape(), state.get(part).shape()));
      }
    }
    for (int part = 0; part < state.size(); part++) {
      state.get(part).copyFrom(to.parts().get(part));
    }
    output.copyFrom(to.output());
  }

  /// A second session that stands where this one does and goes its own way.
  public RecurrentSession fork() {
    RecurrentSession other = new RecurrentSession(stack, packed);
    for (int part = 0; part < state.size(); part++) {
      other.state.get(part).copyFrom(state.get(part));
    }
    other.output.copyFrom(output);
    return other;
  }
}
