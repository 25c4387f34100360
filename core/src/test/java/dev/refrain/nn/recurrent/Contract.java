package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Rows;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the contract test runs: a stack with random weights on a random ragged batch, all numbers
/// distinct, and a loss in which every output and every part of the last state has its own weight.
final class Contract {
  static final int[] LENGTHS = {3, 5, 0, 1, 5};

  private Contract() {}

  /// A configuration with a name for reports.
  record Case(String name, RecurrentConfig config) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// Every cell with every option, alone and together.
  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (CellKind cell : CellKind.values()) {
      cases.addAll(cases(cell));
    }
    return cases;
  }

  private static List<Case> cases(CellKind cell) {
    RecurrentConfig plain = RecurrentConfig.of(cell, 4);
    RecurrentConfig stack = RecurrentConfig.of(cell, 4, 3);
    CellKind other = cell == CellKind.GRU ? CellKind.LSTM : CellKind.GRU;
    Map<String, RecurrentConfig> named = new LinkedHashMap<>();
    named.put("plain", plain);
    named.put("one unit", RecurrentConfig.of(cell, 1));
    named.put("stack", stack);
    named.put("both directions", stack.bothDirections());
    named.put("differing directions", stack.bothDirections(other, List.of(2, 5)));
    named.put("skip", stack.withConnections(Connections.SKIP));
    named.put("residual", RecurrentConfig.of(cell, 3, 3).withConnections(Connections.RESIDUAL));
    named.put("deep input and output", plain.withDepth(2, 1));
    named.put("dropout", stack.withDropout(0.4));
    named.put("zoneout", plain.withZoneout(0.3, 0.2));
    named.put("input noise", plain.withInputNoise(0.3));
    named.put("layer norm", plain.withLayerNorm(true));
    RecurrentConfig all =
        RecurrentConfig.of(cell, 3, 3)
            .bothDirections()
            .withConnections(Connections.RESIDUAL)
            .withDepth(1, 1)
            .withZoneout(0.2, 0.1)
            .withLayerNorm(true);
    if (!cell.definition().fused().products().isEmpty()) {
      named.put("transition", plain.withTransition(2, false));
      named.put("transition with shortcut", plain.withTransition(2, true));
      named.put("variational dropout", stack.withVariationalDropout(0.3, 0.4));
      named.put("weight drop", plain.withWeightDrop(0.4));
      all = all.withTransition(1, true).withVariationalDropout(0.2, 0.2).withWeightDrop(0.2);
    }
    named.put("all together", all);
    List<Case> cases = new ArrayList<>();
    named.forEach((name, config) -> cases.add(new Case(cell + ", " + name, config)));
    return cases;
  }

  static Tensor random(Rng rng, Precision precision, Shape shape) {
    Tensor tensor = Tensor.zeros(precision, shape);
    for (int i = 0; i < shape.size(); i++) {
      tensor.set(i, 0.8 * rng.nextGaussian());
    }
    return tensor;
  }

  /// A stack in one precision whose parameters are random throughout: no zero bias, no equal gates.
  static final class Model {
    final Parameters parameters;
    final Recurrent fused;

    Model(RecurrentConfig config, int input, Precision precision, long seed) {
      parameters = new Parameters(precision, Rng.seeded(seed));
      fused = Recurrent.create(config, parameters.root(), input);
      parameters
          .byName()
          .forEach(
              (name, tensor) -> {
                double spread = name.endsWith("weight") ? 0.6 : 0.4;
                double shift = name.endsWith("gain") ? 1 : 0;
                Rng rng = Rng.seeded(seed).split(name);
                for (int i = 0; i < tensor.shape().size(); i++) {
                  tensor.set(i, shift + spread * rng.nextGaussian());
                }
              });
    }
  }

  /// The inputs of one run.
  ///
  /// @param x `[T, B, I]`, or a table `[V, I]` from which the input is picked
  /// @param ids of the rows picked; null: `x` is the input itself
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Batch(Tensor x, int[] ids, int steps, int[] lengths, List<Tensor> initial, long seed) {

    Batch(Tensor x, int[] lengths, List<Tensor> initial, long seed) {
      this(x, null, x.shape().extent(0), lengths, initial, seed);
    }

    /// The same, but the input is picked from a random table of so many rows.
    Batch picked(int vocabulary) {
      Rng rng = Rng.seeded(seed).split("picked");
      int width = x.shape().columns();
      int[] picks = new int[steps * lengths.length];
      Arrays.setAll(picks, i -> rng.nextInt(vocabulary));
      Tensor table = Contract.random(rng, x.precision(), Shape.of(vocabulary, width));
      return new Batch(table, picks, steps, lengths, initial, seed);
    }

    /// What the stack reads, given `x` on a tape.
    Value input(Value given) {
      Shape shape = Shape.of(steps, lengths.length, given.shape().columns());
      return ids == null ? given : Rows.gather(given, ids, shape);
    }

    static Batch random(Model model, int steps, int[] lengths, Precision precision, long seed) {
      Rng rng = Rng.seeded(seed).split("batch");
      int batch = lengths.length;
      Tensor x = Contract.random(rng, precision, Shape.of(steps, batch, model.fused.inputSize()));
      List<Tensor> initial = new ArrayList<>();
      for (Shape shape : model.fused.stateShapes(batch)) {
        initial.add(Contract.random(rng, precision, shape));
      }
      return new Batch(x, lengths, initial, seed);
    }
  }

  /// What one run gave: outputs, states and gradients by name.
  record Run(double loss, Map<String, double[]> numbers) {}

  /// What a training step computed.
  record Step(Recurrent.Output output, Value loss) {}

  /// A training step, forward and back; its gradients can be asked of the tape.
  static Step step(Tape tape, Recurrent stack, Batch batch) {
    Value x = batch.input(tape.parameter(batch.x()));
    List<Value> initial = batch.initial().stream().map(tape::parameter).toList();
    Recurrent.Output output = stack.apply(tape, x, batch.lengths(), initial);
    Value loss = loss(tape, output, batch.seed());
    tape.backward(loss, 1);
    return new Step(output, loss);
  }

  static Tape recording(Kernels kernels, Batch batch) {
    Rng rng = Rng.seeded(batch.seed()).split("tape");
    return Tape.recording(kernels, new BufferPool(kernels.precision()), rng);
  }

  /// A training step with all gradients.
  static Run train(Kernels kernels, Model model, Recurrent stack, Batch batch) {
    try (var tape = recording(kernels, batch)) {
      Map<String, double[]> numbers = new TreeMap<>();
      Step step = step(tape, stack, batch);
      Recurrent.Output output = step.output();
      numbers.put("sequence", output.sequence().data().toDoubles());
      for (int i = 0; i < output.state().size(); i++) {
        numbers.put("state " + i, output.state().get(i).data().toDoubles());
        put(numbers, tape, "d initial " + i, batch.initial().get(i));
      }
      put(numbers, tape, "d x", batch.x());
      model.parameters.byName().forEach((name, tensor) -> put(numbers, tape, "d " + name, tensor));
      return new Run(step.loss().data().item(), numbers);
    }
  }

  private static void put(Map<String, double[]> numbers, Tape tape, String name, Tensor tensor) {
    Tensor gradient = tape.gradient(tensor);
    numbers.put(name, gradient == null ? new double[tensor.shape().size()] : gradient.toDoubles());
  }

  private static Value loss(Tape tape, Recurrent.Output output, long seed) {
    Rng rng = Rng.seeded(seed).split("loss");
    Precision precision = tape.kernels().precision();
    Value loss =
        weighted(tape, output.sequence(), random(rng, precision, output.sequence().shape()));
    for (Value state : output.state()) {
      loss = loss.plus(weighted(tape, state, random(rng, precision, state.shape())));
    }
    return loss;
  }

  private static Value weighted(Tape tape, Value value, Tensor weight) {
    return value.times(tape.constant(weight)).sum();
  }

  /// One use of the model, as users do, without a way back.
  static Run use(Kernels kernels, Recurrent stack, Batch batch) {
    var pool = new BufferPool(kernels.precision());
    try (var tape = Tape.evaluating(kernels, pool)) {
      List<Value> initial = batch.initial().stream().map(tape::constant).toList();
      Value x = batch.input(tape.constant(batch.x()));
      Recurrent.Output output = stack.apply(tape, x, batch.lengths(), initial);
      Map<String, double[]> numbers = new TreeMap<>();
      numbers.put("sequence", output.sequence().data().toDoubles());
      for (int i = 0; i < output.state().size(); i++) {
        numbers.put("state " + i, output.state().get(i).data().toDoubles());
      }
      return new Run(0, numbers);
    }
  }
}
