package dev.refrain.data;

/// Sentence pairs side by side, in token numbers: position `t * rows + b` is time `t` of row `b`,
/// and -1 stands where a row has ended. Meant to be filled again and again; its arrays are kept
/// while the sizes stay the same.
public final class PairBatch {
  private int rows;
  private int sourceSteps;
  private int targetSteps;
  private int[] source = {};
  private int[] inputs = {};
  private int[] targets = {};
  private int[] sourceLengths = {};
  private int[] targetLengths = {};

  /// An empty batch, to be filled.
  public PairBatch() {}

  /// Makes room for sentences of `newSourceSteps` tokens to read and `newTargetSteps` to write.
  void resize(int newRows, int newSourceSteps, int newTargetSteps) {
    rows = newRows;
    sourceSteps = newSourceSteps;
    targetSteps = newTargetSteps;
    source = sized(source, sourceSteps * rows);
    inputs = sized(inputs, targetSteps * rows);
    targets = sized(targets, targetSteps * rows);
    sourceLengths = sized(sourceLengths, rows);
    targetLengths = sized(targetLengths, rows);
  }

  private static int[] sized(int[] array, int length) {
    return array.length == length ? array : new int[length];
  }

  /// How many pairs, `B`.
  public int rows() {
    return rows;
  }

  /// How many tokens the longest source has, `S`.
  public int sourceSteps() {
    return sourceSteps;
  }

  /// How many tokens the longest target has with its end, `T`.
  public int targetSteps() {
    return targetSteps;
  }

  /// What is read, `[S, B]`, padded with -1.
  public int[] source() {
    return source;
  }

  /// How many tokens each source has, `[B]`, at least 1 and falling.
  public int[] sourceLengths() {
    return sourceLengths;
  }

  /// What is written as it is read back: begin and the target, `[T, B]`, padded with -1.
  public int[] inputs() {
    return inputs;
  }

  /// What is written: the target and end, `[T, B]`, padded with -1.
  public int[] targets() {
    return targets;
  }

  /// How many tokens each target has with its end, `[B]`.
  public int[] targetLengths() {
    return targetLengths;
  }
}
