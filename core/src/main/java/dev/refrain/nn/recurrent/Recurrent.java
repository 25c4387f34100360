package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.PackedWeights;
import dev.refrain.autodiff.Sequences;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Dropout;
import dev.refrain.nn.GaussianNoise;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.Cell;
import dev.refrain.nn.cell.CellFactory;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.cell.CellParameters;
import dev.refrain.nn.init.Initializer;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// A stack of recurrent layers over a padded batch of sequences.
///
/// ```java
/// var config = RecurrentConfig.of(CellKind.GRU, 256, 128).bothDirections().withDropout(0.2);
/// var encoder = Recurrent.create(config, scope.child("encoder"), inputSize);
/// Recurrent.Output read = encoder.apply(tape, embedded, lengths, List.of());
/// ```
///
/// Parameters are named `layer0.forward.input_weight`, `layer0.backward.bias` and so on. A cell of
/// one's own ([Cell]) gets stacking, directions and lengths from [#create(CellFactory,
/// RecurrentConfig, Parameters.Scope, int)].
public final class Recurrent {

  /// What a stack puts out.
  ///
  /// @param sequence the outputs of all steps, `[T, B, outputSize]`, zero in padding
  /// @param state the parts of the state of every layer and direction after each row's last step,
  ///     each `[B, H]`: layer by layer, forward before backward, output before cell state
  public record Output(Value sequence, List<Value> state) {}

  private record Layer(SequenceLayer forward, SequenceLayer backward) {}

  private final RecurrentConfig config;
  private final int inputSize;
  private final List<Linear> before = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final List<Linear> behind = new ArrayList<>();
  private final List<Integer> stateWidths = new ArrayList<>(); // in the order of Output.state

  /// Makes one direction of one layer.
  private interface LayerFactory {
    SequenceLayer create(
        CellKind kind, Parameters.Scope scope, int in, int width, boolean reversed);
  }

  private Recurrent(
      RecurrentConfig config, Parameters.Scope scope, int inputSize, LayerFactory factory) {
    this.config = config;
    this.inputSize = inputSize;
    int below = inputSize;
    for (int i = 0; i < config.inputDepth(); i++) {
      int width = config.hidden().getFirst();
      before.add(dense(scope.child("input" + i), below, width));
      below = width;
    }
    int stackInput = below;
    for (int i = 0; i < config.hidden().size(); i++) {
      int in = i > 0 && config.connections() == Connections.SKIP ? below + stackInput : below;
      Parameters.Scope layer = scope.child("layer" + i);
      int width = config.hidden().get(i);
      SequenceLayer forward =
          factory.create(config.cell(), layer.child("forward"), in, width, false);
      SequenceLayer backward = null;
      if (config.bidirectional()) {
        CellKind kind = config.backwardCell() == null ? config.cell() : config.backwardCell();
        int other = config.backwardHidden().isEmpty() ? width : config.backwardHidden().get(i);
        backward = factory.create(kind, layer.child("backward"), in, other, true);
      }
      layers.add(new Layer(forward, backward));
      below = config.width(i);
    }
    for (int i = 0; i < config.outputDepth(); i++) {
      behind.add(dense(scope.child("output" + i), below, below));
    }
    collectStateWidths();
  }

  private void collectStateWidths() {
    for (Layer layer : layers) {
      stateWidths.addAll(layer.forward().stateWidths());
      if (layer.backward() != null) {
        stateWidths.addAll(layer.backward().stateWidths());
      }
    }
  }

  private Linear dense(Parameters.Scope scope, int in, int out) {
    return Linear.create(scope, in, out, true, Initializers.named(config.inputStart()));
  }

  /// Makes a stack of a built-in cell.
  ///
  /// @param scope where the parameters are registered
  /// @param inputSize I, the width of the input
  public static Recurrent create(RecurrentConfig config, Parameters.Scope scope, int inputSize) {
    StepOptions options = StepOptions.of(config);
    Initializer recurrent = Initializers.named(config.recurrentStart());
    var start =
        new CellParameters.Start(
            Initializers.named(config.inputStart()), recurrent, config.forgetBias());
    LayerFactory factory =
        (kind, at, in, width, reversed) -> {
          var parameters =
              CellParameters.create(kind.definition(), at, in, width, config.layerNorm(), start);
          List<Transition> transitions = new ArrayList<>();
          for (int i = 0; i < config.transitionDepth(); i++) {
            transitions.add(new Transition(at.child("transition" + i), width, recurrent));
          }
          return new FusedLayer(parameters, List.copyOf(transitions), options, reversed);
        };
    return new Recurrent(config, scope, inputSize, factory);
  }

  /// Makes a stack of a cell of the user's; the configuration's own `cell` is not looked at.
  ///
  /// @throws IllegalArgumentException if the configuration asks for what only built-in cells have:
  ///     layer normalization, deep transitions, recurrent dropout, weight drop
  public static Recurrent create(
      CellFactory cell, RecurrentConfig config, Parameters.Scope scope, int inputSize) {
    if (config.layerNorm()
        || config.transitionDepth() > 0
        || config.recurrentDropout() > 0
        || config.weightDrop() > 0) {
      throw new IllegalArgumentException(
          "layerNorm, transitionDepth, recurrentDropout and weightDrop reach into a cell; a cell"
              + " of one's own has to do such things itself");
    }
    StepOptions options = StepOptions.of(config);
    LayerFactory factory =
        (kind, at, in, width, reversed) -> {
          Cell made = cell.create(at, in, width);
          if (made.stateWidths().getFirst() != width) {
            throw new IllegalArgumentException(
                "the cell's output is %d wide, its layer %d"
                    .formatted(made.stateWidths().getFirst(), width));
          }
          return new ComposedLayer(new CellSteps.Own(made), options, reversed);
        };
    return new Recurrent(config, scope, inputSize, factory);
  }

  /// The same stack on the same parameters with every cell as a composition of tape operations: the
  /// slow twin that the contract test holds the fused path against.
  Recurrent composed() {
    return new Recurrent(this);
  }

  private Recurrent(Recurrent fused) {
    config = fused.config;
    inputSize = fused.inputSize;
    before.addAll(fused.before);
    behind.addAll(fused.behind);
    for (Layer layer : fused.layers) {
      layers.add(new Layer(composed(layer.forward()), composed(layer.backward())));
    }
    collectStateWidths();
  }

  private static SequenceLayer composed(SequenceLayer layer) {
    return layer instanceof FusedLayer fused ? fused.composed() : layer;
  }

  public RecurrentConfig config() {
    return config;
  }

  public int inputSize() {
    return inputSize;
  }

  /// The width of the output: both directions of the last layer together.
  public int outputSize() {
    return config.width(config.hidden().size() - 1);
  }

  /// The shapes of the state's parts for a batch, in the order of [Output#state].
  public List<Shape> stateShapes(int batch) {
    return stateWidths.stream().map(width -> Shape.of(batch, width)).toList();
  }

  /// Runs over a batch.
  ///
  /// @param input `[T, B, inputSize]`; what stands in padding must be finite and changes nothing
  /// @param lengths of the B sequences, 0 to T, in any order; null if all have T steps
  /// @param initial the state's parts in the order of [Output#state]; empty for zeros
  /// @throws IllegalArgumentException if shapes or lengths do not fit
  public Output apply(Tape tape, Value input, int[] lengths, List<Value> initial) {
    int steps = input.shape().extent(0);
    int batch = input.shape().extent(1);
    List<Value> start = startState(tape, initial, batch);
    if (input.shape().columns() != inputSize || input.shape().rank() != 3) {
      throw new IllegalArgumentException(
          "the input is %s, expected [T, B, %d]".formatted(input.shape(), inputSize));
    }
    Value read = GaussianNoise.apply(input, config.inputNoise());
    if (lengths == null) {
      return run(tape, read, Lengths.full(steps, batch), start);
    }
    if (lengths.length != batch) {
      throw new IllegalArgumentException(
          "%d lengths for a batch of %d".formatted(lengths.length, batch));
    }
    int[] order = Lengths.order(lengths);
    if (isIdentity(order)) {
      return run(tape, read, Lengths.falling(steps, lengths), start);
    }
    int[] sorted = new int[batch];
    int[] back = new int[batch];
    for (int b = 0; b < batch; b++) {
      sorted[b] = lengths[order[b]];
      back[order[b]] = b;
    }
    Output output =
        run(
            tape,
            Sequences.reorder(read, order),
            Lengths.falling(steps, sorted),
            reorder(start, order));
    return new Output(Sequences.reorder(output.sequence(), back), reorder(output.state(), back));
  }

  private static boolean isIdentity(int[] order) {
    for (int i = 0; i < order.length; i++) {
      if (order[i] != i) {
        return false;
      }
    }
    return true;
  }

  private static List<Value> reorder(List<Value> state, int[] order) {
    List<Value> reordered = new ArrayList<>();
    for (Value part : state) {
      int batch = part.shape().extent(0);
      int width = part.shape().columns();
      reordered.add(Sequences.reorder(part.reshape(1, batch, width), order).reshape(batch, width));
    }
    return reordered;
  }

  private List<Value> startState(Tape tape, List<Value> initial, int batch) {
    if (initial.isEmpty()) {
      List<Value> zeros = new ArrayList<>(stateWidths.size());
      for (int part = 0; part < stateWidths.size(); part++) {
        zeros.add(tape.constant(tape.zeros(Shape.of(batch, stateWidths.get(part)))));
      }
      return zeros;
    }
    boolean fits = initial.size() == stateWidths.size();
    for (int part = 0; fits && part < initial.size(); part++) {
      Shape shape = initial.get(part).shape();
      fits =
          shape.rank() == 2 && shape.extent(0) == batch && shape.extent(1) == stateWidths.get(part);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "the initial state is %s, expected %s"
              .formatted(initial.stream().map(Value::shape).toList(), stateShapes(batch)));
    }
    return initial;
  }

  /// Begins to read one sequence step by step, from a state of zeros.
  ///
  /// @param packed the weights of this stack, [Parameters#packed]; they must not change meanwhile
  /// @throws IllegalArgumentException if the stack also reads against time
  public RecurrentSession openSession(PackedWeights packed) {
    return new RecurrentSession(this, packed);
  }

  /// The dense layers before the stack, in order.
  List<Linear> before() {
    return before;
  }

  /// Each layer's direction in time, from the first layer up.
  List<SequenceLayer> forwardLayers() {
    return layers.stream().map(Layer::forward).toList();
  }

  /// The dense layers behind the stack, in order.
  List<Linear> behind() {
    return behind;
  }

  private Output run(Tape tape, Value input, Lengths lengths, List<Value> initial) {
    Value below = input;
    for (Linear dense : before) {
      below = dense.apply(below).tanh();
    }
    Value stackInput = below;
    List<Value> state = new ArrayList<>();
    int taken = 0;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Value in = i == 0 ? below : layerInput(below, stackInput);
      Output forward = runDirection(tape, layer.forward(), in, lengths, initial, taken);
      taken += forward.state().size();
      state.addAll(forward.state());
      Value out = forward.sequence();
      if (layer.backward() != null) {
        Output backward = runDirection(tape, layer.backward(), in, lengths, initial, taken);
        taken += backward.state().size();
        state.addAll(backward.state());
        out = Join.columns(List.of(out, backward.sequence()));
      }
      boolean residual = i > 0 && config.connections() == Connections.RESIDUAL;
      below = residual ? out.plus(below) : out;
    }
    for (Linear dense : behind) {
      below = dense.apply(below).tanh();
    }
    if (!behind.isEmpty() && lengths.ragged()) {
      below = Sequences.maskPadding(below, lengths.toArray());
    }
    return new Output(below, List.copyOf(state));
  }

  /// What a layer above the first reads: the layer below after dropout, and the stack's input.
  private Value layerInput(Value below, Value stackInput) {
    Value dropped =
        config.variational()
            ? Dropout.variational(below, config.dropout())
            : Dropout.apply(below, config.dropout());
    return config.connections() == Connections.SKIP
        ? Join.columns(List.of(dropped, stackInput))
        : dropped;
  }

  private static Output runDirection(
      Tape tape, SequenceLayer layer, Value in, Lengths lengths, List<Value> initial, int from) {
    int parts = layer.stateWidths().size();
    return layer.apply(tape, in, lengths, initial.subList(from, from + parts));
  }
}
