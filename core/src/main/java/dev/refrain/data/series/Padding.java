package dev.refrain.data.series;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Steps at the end of a series in which no value is known: they fill up a table or an array.
final class Padding {
  private Padding() {}

  /// The values `[T, F]` without those steps; may be empty.
  static float[] cut(float[] values, int features) {
    int length = values.length;
    while (length > 0 && unknown(values, length - features, length)) {
      length -= features;
    }
    return length == values.length ? values : Arrays.copyOf(values, length);
  }

  private static boolean unknown(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isNaN(values[i])) {
        return false;
      }
    }
    return true;
  }

  /// Names for features that have none.
  static List<String> featureNames(int features) {
    return IntStream.rangeClosed(1, features).mapToObj(Integer::toString).toList();
  }
}
