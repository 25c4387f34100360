package dev.refrain.autodiff;

import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Storage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Buffers that outlive the steps that use them, so that a step allocates nothing once the pool
/// knows its sizes. One pool belongs to one thread at a time.
public final class BufferPool {
  private final Precision precision;
  private final Map<Integer, ArrayDeque<Storage>> free = new HashMap<>();

  public BufferPool(Precision precision) {
    this.precision = precision;
  }

  public Precision precision() {
    return precision;
  }

  /// A buffer of at least `length` numbers, whose content is left over from its last use.
  Storage take(int length) {
    int capacity = capacity(length);
    ArrayDeque<Storage> same = free.get(capacity);
    Storage pooled = same == null ? null : same.pollLast();
    return pooled == null ? Storage.allocate(precision, capacity) : pooled;
  }

  /// Gives buffers back that [#take] gave out.
  void giveBack(List<Storage> buffers) {
    for (Storage buffer : buffers) {
      free.computeIfAbsent(buffer.length(), c -> new ArrayDeque<>()).addLast(buffer);
    }
  }

  /// Rounds up to an eighth of the next lower power of two, so that batches of slightly differing
  /// lengths share buffers and at most an eighth is wasted.
  private static int capacity(int length) {
    int grain = Math.max(16, Integer.highestOneBit(Math.max(length, 1)) >> 3);
    long rounded = ((long) length + grain - 1) / grain * grain;
    return (int) Math.min(rounded, Integer.MAX_VALUE - 8);
  }

  /// The bytes of all buffers that lie here unused.
  public long idleBytes() {
    long bytes = 0;
    int each = precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
    for (ArrayDeque<Storage> buffers : new ArrayList<>(free.values())) {
      for (Storage buffer : buffers) {
        bytes += (long) buffer.length() * each;
      }
    }
    return bytes;
  }
}
