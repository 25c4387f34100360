package dev.refrain.data.series;

import dev.refrain.data.DataException;
import java.util.Arrays;

/// Numbers of which it is not known how many come.
final class FloatList {
  private float[] values = new float[64];
  private int size;

  void add(float value) {
    if (size == values.length) {
      if (size >= Integer.MAX_VALUE / 2) {
        throw new DataException("A series has more than %,d numbers; cut it.".formatted(size));
      }
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  float[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
