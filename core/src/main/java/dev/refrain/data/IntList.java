package dev.refrain.data;

import java.util.Arrays;

/// A list of `int` that grows, without boxes.
final class IntList {
  private int[] elements;
  private int size;

  IntList(int capacity) {
    elements = new int[capacity];
  }

  void add(int element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, (int) Math.min(Integer.MAX_VALUE - 8L, size * 3L / 2 + 1));
    }
    elements[size++] = element;
  }

  /// The element added last, or -1 if there is none.
  int last() {
    return size == 0 ? -1 : elements[size - 1];
  }

  int[] toArray() {
    return Arrays.copyOf(elements, size);
  }
}
