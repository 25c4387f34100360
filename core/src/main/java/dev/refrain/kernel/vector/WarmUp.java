package dev.refrain.kernel.vector;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Calls a loop over vectors, on little work and in a thread for all such loops, until HotSpot has
/// compiled it.
///
/// HotSpot's best compiler takes a method up after some 600 calls with 15,000 turns of its loops.
/// Until then vector code runs a thousand times slower, and a method that is called seldom, with
/// long loops, is entered by on-stack replacement alone, for minutes, with its vectors in objects.
/// So nobody is given a loop before small calls of it are faster than the same calls of what stands
/// in for it.
///
/// With the system property `refrain.vector.stand-ins` at `false` every loop is used at once: so
/// tests meet it.
final class WarmUp {
  private static final boolean STAND_INS =
      !"false".equals(System.getProperty("refrain.vector.stand-ins"));

  /// A process's first moments belong to those who stand in: their loops are compiled, and a first
  /// step is done, before the first loop over vectors would be.
  private static final int DELAY_MILLISECONDS = 500;

  /// More calls than HotSpot wants, since it wants more while other compilations wait.
  private static final int CALLS = 1000;

  /// Of so many calls that are timed the best counts.
  private static final int TIMED = 20;

  private static final int PAUSE_MILLISECONDS = 50;

  /// Half a minute; after that HotSpot must have refused.
  private static final int MOST_PAUSES = 600;

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          tasks -> Thread.ofPlatform().daemon().name("refrain-warm-up").unstarted(tasks));

  private final Runnable call;
  private final Runnable standIn;
  private final Runnable ready;

  private WarmUp(Runnable call, Runnable standIn, Runnable ready) {
    this.call = call;
    this.standIn = standIn;
    this.ready = ready;
  }

  /// Begins to warm a loop up, and returns.
  ///
  /// @param make makes it, unless there is none
  /// @param littleWork what calls it, with at least 25 turns at each of 600 calls
  /// @param standIn the same work in plain Java
  /// @param ready is handed the loop when it is compiled
  static <T> void begin(
      Supplier<Optional<T>> make,
      Function<T, Runnable> littleWork,
      Runnable standIn,
      Consumer<T> ready) {
    if (!STAND_INS) {
      make.get().ifPresent(ready);
      return;
    }
    Consumer<T> warm =
        loop -> new WarmUp(littleWork.apply(loop), standIn, () -> ready.accept(loop)).begin();
    later(DELAY_MILLISECONDS, () -> make.get().ifPresent(warm));
  }

  private static void later(int milliseconds, Runnable task) {
    CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS, THREAD).execute(task);
  }

  private void begin() {
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
    measure(MOST_PAUSES);
  }

  private void measure(int pausesLeft) {
    if (nanoseconds(call) < nanoseconds(standIn)) {
      ready.run();
    } else if (pausesLeft > 0) {
      later(PAUSE_MILLISECONDS, () -> measure(pausesLeft - 1));
    }
  }

  private static long nanoseconds(Runnable work) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TIMED; i++) {
      long begin = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - begin);
    }
    return best;
  }
}
