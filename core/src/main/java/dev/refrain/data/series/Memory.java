package dev.refrain.data.series;

import dev.refrain.data.DataException;

/// Counts the numbers that are read, so that too large a file ends in a sentence.
final class Memory {
  /// Of what Java may use: raw and scaled numbers and training must fit beside one another.
  private static final int PART = 4;

  private final String name;
  private long numbers;

  Memory(String name) {
    this.name = name;
  }

  /// Takes note of numbers that are about to be kept.
  ///
  /// @throws DataException if they are too many
  void take(long count) {
    numbers += count;
    long most = Runtime.getRuntime().maxMemory() / PART / Float.BYTES;
    if (numbers > most) {
      throw new DataException(
          "%s has at least %,d numbers, and the memory this Java may use is enough for %,d; allow it more with -Xmx, or read less."
              .formatted(name, numbers, most));
    }
  }
}
