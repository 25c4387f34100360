package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// What a [Tape] has recorded and taken from its pool. The lists go from tape to tape by way of the
/// pool, so they grow only once.
final class TapeLists {

  /// One operation on the way back.
  static final class Entry {
    private Value result; // null: the way back always runs
    private Tape.BackwardOf backward;

    void runBack() {
      if (result == null || result.gradientStarted()) {
        backward.run(result);
      }
    }
  }

  /// What a reused thing can stand for.
  ///
  /// @param owner compared by identity
  /// @param recording whether its tapes record
  record Kind(Object owner, Kernels kernels, boolean recording) {
    @Override
    @SuppressWarnings("ReferenceEquality") // that is what it is for
    public boolean equals(Object other) {
      return other instanceof Kind kind
          && owner == kind.owner
          && kernels == kind.kernels
          && recording == kind.recording;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(owner);
    }
  }

  final List<Entry> entries = new ArrayList<>(); // those from `recorded` on wait for their use
  int recorded;
  final Map<Tensor, Value> parameters = new IdentityHashMap<>();
  final List<Storage> buffers = new ArrayList<>();
  final List<Storage> lasting = new ArrayList<>(); // buffers that only closing gives back
  final List<Kind> kinds = new ArrayList<>(); // of `reused`
  final List<Object> reused = new ArrayList<>();

  void record(Value result, Tape.BackwardOf backward) {
    if (recorded == entries.size()) {
      entries.add(new Entry());
    }
    Entry entry = entries.get(recorded++);
    entry.result = result;
    entry.backward = backward;
  }

  void forgetEntries() {
    for (int i = 0; i < recorded; i++) {
      entries.get(i).result = null;
      entries.get(i).backward = null;
    }
    recorded = 0;
  }

  /// Gives back to the pool what was taken after so many buffers and reused things.
  void giveBackFrom(int firstBuffer, int firstReused, BufferPool pool) {
    for (int i = firstBuffer; i < buffers.size(); i++) {
      pool.giveBack(buffers.get(i));
    }
    buffers.subList(firstBuffer, buffers.size()).clear();
    for (int i = firstReused; i < reused.size(); i++) {
      pool.giveBackSpare(kinds.get(i), reused.get(i));
    }
    kinds.subList(firstReused, kinds.size()).clear();
    reused.subList(firstReused, reused.size()).clear();
  }

  /// Gives all that was taken back to the pool, and at last these lists themselves.
  void giveBackAll(BufferPool pool) {
    giveBackFrom(0, 0, pool);
    for (int i = 0; i < lasting.size(); i++) {
      pool.giveBack(lasting.get(i));
    }
    lasting.clear();
    forgetEntries();
    parameters.clear();
    pool.giveBackSpare(TapeLists.class, this);
  }
}
