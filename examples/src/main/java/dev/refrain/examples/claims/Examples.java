package dev.refrain.examples.claims;

import dev.refrain.tensor.Tensor;
import java.util.List;

/// A batch of examples of one task.
///
/// @param x `[T, B, I]`
/// @param lengths of the sequences; null if all have T steps
/// @param classes the class wanted at each step, position `t·B + b`, −1 where none is; empty if
///     numbers are wanted
/// @param numbers wanted after the last step, `[B, 1]`; null if classes are wanted
record Examples(Tensor x, List<Integer> lengths, List<Integer> classes, Tensor numbers) {

  static Examples ofClasses(Tensor x, List<Integer> lengths, List<Integer> classes) {
    return new Examples(x, lengths, List.copyOf(classes), null);
  }

  static Examples ofNumbers(Tensor x, Tensor numbers) {
    return new Examples(x, null, List.of(), numbers);
  }

  int steps() {
    return x.shape().extent(0);
  }

  int batch() {
    return x.shape().extent(1);
  }

  int[] lengthArray() {
    return lengths == null ? null : ints(lengths);
  }

  int[] classArray() {
    return ints(classes);
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
