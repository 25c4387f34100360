package dev.refrain.kernel.vector;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/// Calls a loop over vectors on little work until HotSpot has compiled it.
///
/// HotSpot's best compiler takes a method up after some 600 calls with 15,000 turns of its loops.
/// Until then vector code runs a thousand times slower, and a method that is called seldom, with
/// long loops, is entered by on-stack replacement alone, for minutes, with its vectors in objects.
/// So nobody is given a loop before small calls of it are faster than the same calls of what stands
/// in for it; by how much can be asked for, where loops that were compiled badly win too.
///
/// Who asks for the loop makes the calls, and goes on with the stand-in while HotSpot compiles. A
/// thread of its own would have to share two cores with those who work in the meantime, slowly. Whatever
/// a call takes, all of them together take little time. Where HotSpot's best compiler is switched off, a loop is never
/// faster, a call of it is a hundred times as slow, and nobody tries.
///
/// With the system property `refrain.vector.stand-ins` at `false` every loop is used at once: so
/// tests meet it.
///
/// @param <T> what the loop is
final class WarmUp<T> {
  private static final boolean STAND_INS =
      !"false".equals(System.getProperty("refrain.vector.stand-ins"));

  private static final boolean BEST_COMPILER =
      !System.getProperty("java.vm.info", "").matches(".*(emulated-client|interpreted mode).*");

  /// A process's first moments belong to those who stand in: their loops are compiled, and a first
  /// step is done, before the first loop over vectors would be.
  private static final long BEGIN = System.nanoTime() + 800_000_000L;

  /// More calls than HotSpot wants, since it wants more while other compilations wait.
  private static final int CALLS = 1000;

  /// Nanoseconds for these calls at most: the longest loops take 0.8 ms a call until they are compiled.
  private static final long CALLS_NANOS = 500_000_000L;

  /// Of so many calls that are timed the best counts. They also bring the loop nearer to being compiled.
  private static final int TIMED = 60;

  /// Nanoseconds for these calls at most.
  private static final long TIMED_NANOS = 4_000_000L;

  /// Nanoseconds from one try to the next.
  private static final long PAUSE = 20_000_000L;

  /// The pause grows to this part of the time that has been tried: what has not helped in a minute is tried once
  /// in the next second.
  private static final int PART = 64;

  /// Nanoseconds that the loop has to become faster. If it does not, HotSpot has most likely compiled it without a profile,
  /// which it does in one process of some thirty, and will leave it so: then the loop is made anew, and the
  /// time doubled.
  private static final long CHANCE = 5_000_000_000L;

  /// Tries in a row in which the loop has to be faster.
  private static final int WINS = 2;

  private final Supplier<Optional<T>> make;
  private final Function<T, Runnable> littleWork;
  private final Runnable standIn;
  private final int times;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile T compiled; // null: not yet
  private volatile boolean impossible;
  private volatile long next = BEGIN;

  // Of the busy thread.
  private T loop;
  private Runnable call;
  private long firstTry;
  private long made;
  private long chance = CHANCE;
  private long standInsBest = Long.MAX_VALUE;
  private int wins;

  /// @param make makes the loop, unless there is none
  /// @param littleWork what calls it, with at least 25 turns at each of 600 calls
  /// @param standIn the same work in plain Java
  /// @param times how many times as fast as that the loop has to be
  WarmUp(
      Supplier<Optional<T>> make, Function<T, Runnable> littleWork, Runnable standIn, int times) {
    this.make = make;
    this.littleWork = littleWork;
    this.standIn = standIn;
    this.times = times;
    if (!STAND_INS) {
      compiled = make.get().orElse(null);
      impossible = compiled == null;
    } else {
      impossible = !BEST_COMPILER;
    }
  }

  /// The loop, or null as long as it is not compiled.
  T compiled() {
    if (compiled == null
        && !impossible
        && System.nanoTime() - next >= 0
        && busy.compareAndSet(false, true)) {
      try {
        advance();
        long now = System.nanoTime();
        next = now + Math.max(PAUSE, (now - firstTry) / PART);
      } finally {
        busy.set(false);
      }
    }
    return compiled;
  }

  private void advance() {
    if (loop == null) {
      firstTry = System.nanoTime();
      begin();
    } else if (isFaster()) {
      compiled = loop;
    } else if (wins == 0 && System.nanoTime() - made > chance) {
      chance *= 2;
      begin();
    }
  }

  private void begin() {
    made = System.nanoTime();
    loop = make.get().orElse(null);
    if (loop == null) {
      impossible = true;
      return;
    }
    call = littleWork.apply(loop);
    for (int i = 0; i < CALLS && System.nanoTime() - made < CALLS_NANOS; i++) {
      call.run();
    }
  }

  /// Against the best that the stand-in has ever done: while HotSpot takes back what it has compiled, and does it
  /// anew, even a loop that is not compiled yet is faster than the stand-in, and who gets it then keeps it.
  private boolean isFaster() {
    standInsBest = Math.min(standInsBest, nanoseconds(standIn));
    wins = times * nanoseconds(call) < standInsBest ? wins + 1 : 0;
    return wins == WINS;
  }

  private static long nanoseconds(Runnable work) {
    long best = Long.MAX_VALUE;
    long first = System.nanoTime();
    long begin = first;
    for (int i = 0; i < TIMED && begin - first < TIMED_NANOS; i++) {
      work.run();
      long end = System.nanoTime();
      best = Math.min(best, end - begin);
      begin = end;
    }
    return best;
  }
}
