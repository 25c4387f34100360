package dev.refrain.train;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/// Files are read and written to the end although the thread is interrupted. A channel closes when
/// its thread is: the work is then done again, and the interrupt is passed on afterwards.
final class Uninterrupted {
  private Uninterrupted() {}

  /// Reads or writes. May be done again from the start.
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /// Does the work, until no interrupt has cut it.
  static <T> T run(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          Thread.interrupted(); // clears the flag, or the next channel would close at once
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
