package dev.refrain.examples.claims;

import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The simplest long dependency: the first step shows one of four symbols, all others show symbols
/// that mean nothing, and after the last step the first is asked for.
final class Recall {
  static final int CLASSES = 4;

  /// One-hot: the four symbols, and four that mean nothing.
  static final int INPUT = 2 * CLASSES;

  private Recall() {}

  /// @param distance how many steps lie between the symbol and the question
  static Examples batch(int distance, int rows, Rng rng) {
    int steps = distance + 1;
    Tensor x = Tensor.zeros(steps, rows, INPUT);
    List<Integer> wanted = new ArrayList<>(Collections.nCopies(steps * rows, -1));
    for (int b = 0; b < rows; b++) {
      int symbol = rng.nextInt(CLASSES);
      x.set(b * INPUT + symbol, 1);
      for (int t = 1; t < steps; t++) {
        x.set((t * rows + b) * INPUT + CLASSES + rng.nextInt(CLASSES), 1);
      }
      wanted.set(distance * rows + b, symbol);
    }
    return Examples.ofClasses(x, null, wanted);
  }
}
