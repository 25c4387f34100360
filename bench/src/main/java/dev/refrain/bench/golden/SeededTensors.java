package dev.refrain.bench.golden;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bytedeco.pytorch.Tensor;

/// Draws double tensors from Java's own generator, so that the golden values depend on the seed
/// alone and not on PyTorch's random state.
final class SeededTensors {
  private final RandomGenerator random;

  SeededTensors(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// Uniform between -`bound` and `bound`, rounded to five decimals to keep the files small.
  Tensor uniform(double bound, long... shape) {
    long count = 1;
    for (long extent : shape) {
      count *= extent;
    }
    var values = new double[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.rint(random.nextDouble(-bound, bound) * 1e5) / 1e5;
    }
    return Tensor.create(values, shape);
  }
}
