package dev.refrain.train;

/// One part of a batch: computed on one tape, by one thread, from start to finish. How many there
/// are decides the bits of a result; how many threads work on them does not.
///
/// @param index which part, from 0
/// @param count how many parts the batch is cut into
public record Shard(int index, int count) {
  /// The first of this shard's rows in a batch of `rows`.
  public int from(int rows) {
    return (int) ((long) rows * index / count);
  }

  /// The end (exclusive) of this shard's rows in a batch of `rows`.
  public int to(int rows) {
    return (int) ((long) rows * (index + 1) / count);
  }
}
