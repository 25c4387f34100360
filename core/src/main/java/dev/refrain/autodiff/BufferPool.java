package dev.refrain.autodiff;

import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What outlives the steps that use it, so that a step allocates next to nothing once the pool knows
/// its sizes: buffers, and the working objects of operations (see [Tape#reuse]). One pool belongs to
/// one thread at a time.
public final class BufferPool {
  /// Capacities in each octave, from one power of two to the next.
  private static final int GRAINS = 8;

  private final Precision precision;
  private final List<List<Storage>> free = new ArrayList<>(); // by size class
  private final Map<Object, List<Object>> spare = new HashMap<>();

  public BufferPool(Precision precision) {
    this.precision = precision;
    for (int sizeClass = 0; sizeClass <= sizeClass(Integer.MAX_VALUE); sizeClass++) {
      free.add(new ArrayList<>());
    }
  }

  public Precision precision() {
    return precision;
  }

  /// A buffer of at least `length` numbers, whose content is left over from its last use. It may be
  /// up to twice as large as it needs to be: steps of many different lengths would else each leave
  /// buffers of their own behind.
  Storage take(int length) {
    int capacity = capacity(length);
    int own = sizeClass(capacity);
    int largest = Math.min(own + GRAINS, free.size() - 1);
    for (int sizeClass = own; sizeClass <= largest; sizeClass++) {
      List<Storage> fitting = free.get(sizeClass);
      if (!fitting.isEmpty()) {
        return fitting.removeLast();
      }
    }
    return Storage.allocate(precision, capacity);
  }

  /// Gives a buffer back that [#take] gave out.
  void giveBack(Storage buffer) {
    free.get(sizeClass(buffer.length())).add(buffer);
  }

  /// A spare thing of a kind, or a new one if there is none.
  ///
  /// @param kind equal for things that can stand for each other, which are of one class
  @SuppressWarnings("unchecked")
  <T> T takeSpare(Object kind, Supplier<T> make) {
    List<Object> same = spare.get(kind);
    return same == null || same.isEmpty() ? make.get() : (T) same.removeLast();
  }

  /// Gives a thing back that [#takeSpare] gave out.
  void giveBackSpare(Object kind, Object thing) {
    List<Object> same = spare.get(kind);
    if (same == null) {
      same = new ArrayList<>();
      spare.put(kind, same);
    }
    same.add(thing);
  }

  /// Rounds up to an eighth of the next lower power of two, so that batches of slightly differing
  /// lengths share buffers and at most an eighth is wasted.
  private static int capacity(int length) {
    int grain = Math.max(16, Integer.highestOneBit(Math.max(length, 1)) / GRAINS);
    long rounded = ((long) length + grain - 1) / grain * grain;
    return (int) Math.min(rounded, Integer.MAX_VALUE - 8);
  }

  /// A number for each capacity.
  private static int sizeClass(int capacity) {
    int octave = Integer.highestOneBit(Math.max(capacity, GRAINS));
    int grain = octave / GRAINS;
    return Integer.numberOfTrailingZeros(octave) * GRAINS + (capacity - octave + grain - 1) / grain;
  }

  /// The bytes of all buffers that lie here unused.
  public long idleBytes() {
    long bytes = 0;
    int each = precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
    for (List<Storage> buffers : free) {
      for (Storage buffer : buffers) {
        bytes += (long) buffer.length() * each;
      }
    }
    return bytes;
  }
}
