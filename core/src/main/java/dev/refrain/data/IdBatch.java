package dev.refrain.data;

/// Token numbers of some sequences side by side, with what to predict: position `t * rows + b` is
/// time `t` of row `b`. Meant to be filled again and again; its arrays are kept while the sizes stay
/// the same.
public final class IdBatch {
  private int steps;
  private int rows;
  private int[] inputs = {};
  private int[] targets = {};

  /// An empty batch, to be filled.
  public IdBatch() {}

  /// Makes room for `steps × rows` inputs and for `targetSteps × rows` targets.
  void resize(int newSteps, int newRows, int targetSteps) {
    steps = newSteps;
    rows = newRows;
    if (inputs.length != steps * rows) {
      inputs = new int[steps * rows];
    }
    if (targets.length != targetSteps * rows) {
      targets = new int[targetSteps * rows];
    }
  }

  /// How many time steps, `T`.
  public int steps() {
    return steps;
  }

  /// How many sequences, `B`.
  public int rows() {
    return rows;
  }

  /// The inputs, `[T, B]`.
  public int[] inputs() {
    return inputs;
  }

  /// The targets: `[T, B]` if every position predicts its next token, `[B]` if only the last one
  /// does.
  public int[] targets() {
    return targets;
  }
}
