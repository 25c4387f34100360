package dev.refrain.bench.kernel;

/// Short runs, and the best of many of them: what a core can do when the machine lets it.
final class ShortRuns {
  private ShortRuns() {}

  /// Runs again and again.
  ///
  /// @param nanos how long to try
  /// @return the nanoseconds of the shortest run
  static long shortest(Runnable run, long nanos) {
    long shortest = Long.MAX_VALUE;
    for (long until = System.nanoTime() + nanos; System.nanoTime() < until; ) {
      shortest = Math.min(shortest, nanos(run));
    }
    return shortest;
  }

  /// How long one run takes.
  static long nanos(Runnable run) {
    long from = System.nanoTime();
    run.run();
    return System.nanoTime() - from;
  }
}
