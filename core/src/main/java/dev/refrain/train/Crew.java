package dev.refrain.train;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// A fixed number of platform threads that do one job together, many times a second. The calling
/// thread is worker 0 and takes part. Who waits, for the next job or for the others, spins for a moment
/// (the parts of a training step follow each other within microseconds), then lets others run but stays
/// awake, and parks only when the wait is longer than shards of one step differ by: a processor that
/// goes to sleep between the parts of a step costs a third of it
/// (docs/decisions/0032-awake-between-parts.md).
final class Crew implements AutoCloseable {
  private static final long SPIN_NANOS = 100_000;
  private static final long AWAKE_NANOS = 3_000_000;
  private static final int SPINS_BETWEEN_LOOKS = 64;

  private final Thread[] others;
  private final Throwable[] failures;
  private final AtomicInteger running = new AtomicInteger();
  private IntConsumer job; // published by generation
  private Thread caller; // published by generation
  private volatile int generation;
  private volatile boolean closed;

  /// @param workers how many, the calling thread included
  Crew(int workers) {
    others = new Thread[workers - 1];
    failures = new Throwable[workers];
    for (int i = 0; i < others.length; i++) {
      int worker = i + 1;
      others[i] =
          Thread.ofPlatform().name("refrain-trainer-" + worker).daemon().start(() -> work(worker));
    }
  }

  int workers() {
    return failures.length;
  }

  /// Has every worker do `job` with its own number, and returns when all are done. If some fail,
  /// the failure of the lowest number is thrown.
  void run(IntConsumer job) {
    this.job = job;
    caller = Thread.currentThread();
    running.set(others.length);
    publish();
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
    attempt(0);
    long since = 0;
    for (int spins = 1; running.get() != 0; spins++) {
      since = waitABit(spins, since);
    }
    throwFirstFailure();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the caller writes it
  private void publish() {
    generation++;
  }

  private void work(int worker) {
    int seen = 0;
    while (true) {
      long since = 0;
      for (int spins = 1; generation == seen; spins++) {
        if (closed) {
          return;
        }
        since = waitABit(spins, since);
      }
      seen = generation; // it stays until this worker is done
      attempt(worker);
      if (running.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }
  }

  /// Waits a little: spins, then yields, then parks until the other side unparks it (which may also
  /// happen for no reason, so callers look again).
  ///
  /// @param spins how many times the caller has called in this wait
  /// @param since when the clock was first read, in nanoseconds; 0 as long as it was not
  /// @return `since` for the next time
  @SuppressWarnings("ThreadPriorityCheck") // yields for courtesy; nothing relies on them
  private long waitABit(int spins, long since) {
    Thread.onSpinWait();
    if (spins % SPINS_BETWEEN_LOOKS != 0) {
      return since;
    }
    long now = System.nanoTime();
    if (since == 0) {
      return now;
    }
    if (now - since > AWAKE_NANOS) {
      LockSupport.park(this);
    } else if (now - since > SPIN_NANOS) {
      Thread.yield();
    }
    return since;
  }

  private void attempt(int worker) {
    try {
      job.accept(worker);
    } catch (Throwable failure) { // also errors: they must reach the caller, on whichever thread
      failures[worker] = failure;
    }
  }

  private void throwFirstFailure() {
    Throwable first = null;
    for (int worker = 0; worker < failures.length; worker++) {
      if (first == null) {
        first = failures[worker];
      }
      failures[worker] = null;
    }
    switch (first) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(first);
    }
  }

  /// Ends the threads.
  @Override
  public void close() {
    closed = true;
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
  }
}
