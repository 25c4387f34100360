package dev.refrain.nn.init;

import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;

/// Fills a new parameter with its starting values.
@FunctionalInterface
public interface Initializer {
  /// Overwrites all of `parameter` with numbers drawn from `rng`.
  void fill(Tensor parameter, Rng rng);
}
