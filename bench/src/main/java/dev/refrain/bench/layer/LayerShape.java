package dev.refrain.bench.layer;

import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// The sizes of what a layer reads.
///
/// @param batch B, sequences
/// @param steps T
/// @param input I
/// @param hidden H
/// @param ragged whether the lengths differ, from T down to T/4
public record LayerShape(int batch, int steps, int input, int hidden, boolean ragged) {
  private static final long SEED = 20_261_130;
  private static final int SHORTEST = 4; // this part of T

  static LayerShape of(int batch, int steps, int input, int hidden) {
    return new LayerShape(batch, steps, input, hidden, false);
  }

  LayerShape withMixedLengths() {
    return new LayerShape(batch, steps, input, hidden, true);
  }

  /// The length of each sequence, falling.
  public int[] lengths() {
    int[] lengths = new int[batch];
    int shortest = ragged ? steps / SHORTEST : steps;
    for (int row = 0; row < batch; row++) {
      lengths[row] = steps - (steps - shortest) * row / Math.max(1, batch - 1);
    }
    return lengths;
  }

  /// Steps of all sequences together.
  long tokens() {
    long tokens = 0;
    for (int length : lengths()) {
      tokens += length;
    }
    return tokens;
  }

  /// What the layer reads, `[T, B, I]`.
  public Tensor inputs() {
    return random("inputs", input);
  }

  /// By what its output is weighed in the loss, `[T, B, width]`; zero behind the end of a sequence, so that
  /// whoever reads on there may.
  public Tensor weighing(int width) {
    Tensor weighing = random("weighing", width);
    int[] lengths = lengths();
    for (int row = 0; row < batch; row++) {
      for (int step = lengths[row]; step < steps; step++) {
        for (int column = 0; column < width; column++) {
          weighing.set((step * batch + row) * width + column, 0);
        }
      }
    }
    return weighing;
  }

  private Tensor random(String what, int width) {
    Rng rng = Rng.seeded(SEED).split(what);
    Tensor tensor = Tensor.zeros(Precision.FLOAT32, Shape.of(steps, batch, width));
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.set(i, rng.nextGaussian());
    }
    return tensor;
  }

  @Override
  public String toString() {
    return "B%d T%d I%d H%d%s"
        .formatted(batch, steps, input, hidden, ragged ? ", lengths mixed" : "");
  }
}
