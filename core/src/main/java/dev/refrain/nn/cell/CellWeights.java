package dev.refrain.nn.cell;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Dropout;

/// A built-in cell's parameters on one tape, with the options that concern weights applied: weight
/// drop and layer normalization.
public final class CellWeights {
  /// Added to the variance by layer normalization.
  public static final double EPSILON = 1e-5;

  private final CellParameters parameters;
  private final Value[] values; // in the order of the parameters' names

  CellWeights(CellParameters parameters, Tape tape, double weightDrop) {
    this.parameters = parameters;
    values = new Value[parameters.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tape.parameter(parameters.tensor(i));
    }
    if (weightDrop > 0) {
      for (FusedStep.Product product : parameters.step().products()) {
        int weight = parameters.indexOf(product.weight());
        values[weight] = Dropout.apply(values[weight], weightDrop);
      }
    }
  }

  /// A parameter by its name within the cell, or null.
  public Value get(String name) {
    int index = parameters.indexOf(name);
    return index < 0 ? null : values[index];
  }

  /// Whether projections are normalized.
  public boolean layerNorm() {
    return parameters.layerNorm();
  }

  /// `Wx·x + b`, or with layer normalization `LN(Wx·x) ⊙ gain + b`; `[B, I]` to `[B, G·H]`.
  public Value input(Value x) {
    return project(x, CellParameters.INPUT_WEIGHT).plus(get(CellParameters.BIAS));
  }

  /// `W·from` for a recurrent product, or with layer normalization `LN(W·from) ⊙ gain`.
  public Value recurrent(String weight, Value from) {
    return project(from, weight);
  }

  private Value project(Value from, String weight) {
    Value projected = from.linear(get(weight));
    return layerNorm()
        ? projected.normalized(EPSILON).times(get(CellParameters.gain(weight)))
        : projected;
  }
}
