package dev.refrain.bench.peer;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/// Numbers of tokens, labels and rows as libtorch wants them.
final class Ids {
  private Ids() {}

  static Tensor of(int[] ids, long... shape) {
    return Tensor.create(Arrays.stream(ids).asLongStream().toArray(), shape);
  }
}
