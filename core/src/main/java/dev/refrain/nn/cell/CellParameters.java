package dev.refrain.nn.cell;

import dev.refrain.autodiff.Tape;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializer;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The parameters of a built-in cell, made from its [FusedStep]:
/// - `input_weight[G·H, I]` and `bias[G·H]`, gates in the step's order;
/// - a weight `[blocks·H, H]` for each recurrent product;
/// - a vector `[H]` for each of the step's vectors (peepholes, a recurrent bias);
/// - with layer normalization, a gain for each weight: `input_weight_gain[G·H]` and so on.
public final class CellParameters {
  /// The name of the input weight, `[G·H, I]`.
  public static final String INPUT_WEIGHT = "input_weight";

  /// The name of the bias, `[G·H]`.
  public static final String BIAS = "bias";

  private final CellDefinition definition;
  private final int input;
  private final int hidden;
  private final boolean layerNorm;
  private final List<String> names = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();

  /// How a cell's parameters start.
  ///
  /// @param input for each gate's block of the input weight
  /// @param recurrent for each block of the recurrent weights
  /// @param forgetBias the bias of the forget gate; all other biases are zero
  public record Start(Initializer input, Initializer recurrent, double forgetBias) {}

  private CellParameters(CellDefinition definition, int input, int hidden, boolean layerNorm) {
    this.definition = definition;
    this.input = input;
    this.hidden = hidden;
    this.layerNorm = layerNorm;
  }

  /// Makes the parameters of a cell.
  public static CellParameters create(
      CellDefinition definition,
      Parameters.Scope scope,
      int input,
      int hidden,
      boolean layerNorm,
      Start start) {
    var made = new CellParameters(definition, input, hidden, layerNorm);
    made.fill(scope, start);
    return made;
  }

  private void fill(Parameters.Scope scope, Start start) {
    int gates = step().gates().size();
    add(
        scope,
        INPUT_WEIGHT,
        Shape.of(gateColumns(), input),
        Initializers.blocks(gates, start.input()));
    for (FusedStep.Product product : step().products()) {
      int blocks = product.into().size();
      add(
          scope,
          product.weight(),
          Shape.of(blocks * hidden, hidden),
          Initializers.blocks(blocks, start.recurrent()));
    }
    add(scope, BIAS, Shape.of(gateColumns()), Initializers.zeros());
    int forget = step().gates().indexOf(definition.forgetGate().orElse(""));
    if (forget >= 0) {
      Tensor block = tensors.get(indexOf(BIAS)).slice(forget * hidden, (forget + 1) * hidden);
      for (int i = 0; i < hidden; i++) {
        block.set(i, start.forgetBias());
      }
    }
    for (FusedStep.Vector vector : step().vectors()) {
      add(scope, vector.name(), Shape.of(hidden), Initializers.zeros());
    }
    if (layerNorm) {
      add(scope, gain(INPUT_WEIGHT), Shape.of(gateColumns()), Initializers.constant(1));
      for (FusedStep.Product product : step().products()) {
        add(
            scope,
            gain(product.weight()),
            Shape.of(product.into().size() * hidden),
            Initializers.constant(1));
      }
    }
  }

  private void add(Parameters.Scope scope, String name, Shape shape, Initializer initializer) {
    names.add(name);
    tensors.add(scope.parameter(name, shape, initializer));
  }

  /// The name of the gain that belongs to a weight under layer normalization.
  public static String gain(String weight) {
    return weight + "_gain";
  }

  /// Puts the parameters on a tape.
  ///
  /// @param weightDrop the rate at which recurrent weights are dropped on a training tape (Merity
  ///     et al. 2017)
  public CellWeights on(Tape tape, double weightDrop) {
    return new CellWeights(this, tape, weightDrop);
  }

  public CellDefinition definition() {
    return definition;
  }

  public FusedStep step() {
    return definition.fused();
  }

  /// I.
  public int input() {
    return input;
  }

  /// H.
  public int hidden() {
    return hidden;
  }

  /// G·H, the width of all gates side by side.
  public int gateColumns() {
    return step().gates().size() * hidden;
  }

  public boolean layerNorm() {
    return layerNorm;
  }

  /// How many parameters there are.
  int count() {
    return names.size();
  }

  /// Which of them has a name within the cell, −1 for none. There are so few that looking through
  /// them is faster than a map.
  int indexOf(String name) {
    return names.indexOf(name);
  }

  Tensor tensor(int index) {
    return tensors.get(index);
  }
}
