package dev.refrain.bench.kernel;

/// The best of many short runs: what a core can do when the machine lets it.
final class ShortRuns {
  private ShortRuns() {}

  /// Runs again and again.
  ///
  /// @param nanos how long to try
  /// @return the nanoseconds of the shortest run
  static long shortest(Runnable run, long nanos) {
    long shortest = Long.MAX_VALUE;
    for (long until = System.nanoTime() + nanos; System.nanoTime() < until; ) {
      long from = System.nanoTime();
      run.run();
      shortest = Math.min(shortest, System.nanoTime() - from);
    }
    return shortest;
  }
}
