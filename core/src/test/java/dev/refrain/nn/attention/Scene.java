package dev.refrain.nn.attention;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.kernel.Kernels;
import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// An attention with random parameters, what it looks at and what looks.
record Scene(
    Kernels kernels, Parameters parameters, Attention attention, Tensor memory, Tensor queries) {
  static final long SEED = 20_261_121;
  static final int LOOKS = 3;
  static final int STEPS = 5;
  static final int WIDTH = 4;
  static final int[] LENGTHS = {3, 5, 1, 4};

  /// A query is 3 wide, the memory 6, or 3 too for dots.
  static Scene of(AttentionKind kind, Kernels kernels) {
    return of(kind, kernels, 3, 6, WIDTH);
  }

  static Scene of(AttentionKind kind, Kernels kernels, int query, int wide, int width) {
    int memory = kind == AttentionKind.DOT ? query : wide;
    var parameters = new Parameters(kernels.precision(), Rng.seeded(SEED));
    Attention attention = Attention.create(kind, parameters.root(), query, memory, width);
    Rng rng = Rng.seeded(SEED).split("scene");
    parameters.byName().values().forEach(parameter -> fill(parameter, rng));
    Tensor sequences = random(kernels, rng, STEPS, LENGTHS.length, memory);
    Tensor queries = random(kernels, rng, LOOKS, LENGTHS.length, query);
    return new Scene(kernels, parameters, attention, sequences, queries);
  }

  private static Tensor random(Kernels kernels, Rng rng, int... extents) {
    Tensor tensor = Tensor.zeros(kernels.precision(), Shape.of(extents));
    fill(tensor, rng);
    return tensor;
  }

  private static void fill(Tensor tensor, Rng rng) {
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.set(i, 0.7 * rng.nextGaussian());
    }
  }

  /// The same with these numbers in the padding of the memory.
  Scene padded(double garbage) {
    Tensor changed = memory.copy();
    int columns = memory.shape().columns();
    for (int s = 0; s < STEPS; s++) {
      for (int b = 0; b < LENGTHS.length; b++) {
        for (int m = 0; m < columns && s >= LENGTHS[b]; m++) {
          changed.set((s * LENGTHS.length + b) * columns + m, garbage * (m + 1));
        }
      }
    }
    return new Scene(kernels, parameters, attention, changed, queries);
  }

  int[] lengths() {
    return LENGTHS.clone();
  }

  boolean isDouble() {
    return kernels.precision() == Precision.FLOAT64;
  }

  Tape recording() {
    return Tape.recording(kernels, new BufferPool(kernels.precision()), Rng.seeded(SEED));
  }

  Tape evaluating() {
    return Tape.evaluating(kernels, new BufferPool(kernels.precision()));
  }

  /// Memory, queries and all parameters.
  List<Tensor> inputs() {
    List<Tensor> inputs = new ArrayList<>(List.of(memory, queries));
    inputs.addAll(parameters.byName().values());
    return inputs;
  }
}
