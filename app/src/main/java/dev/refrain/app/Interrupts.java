package dev.refrain.app;

import org.jline.utils.Signals;

/// Hears Ctrl-C and `kill` while long work runs: the first asks the work to stop in good order, the
/// second leaves at once.
final class Interrupts implements AutoCloseable {
  private final Object interrupt;
  private final Object terminate;
  private volatile int exitCode;

  /// @param first called once, on a thread of the virtual machine, with the exit code to end with
  private Interrupts(Runnable first) {
    this.interrupt = Signals.register("INT", () -> heard(ExitCode.INTERRUPTED, first));
    this.terminate = Signals.register("TERM", () -> heard(ExitCode.TERMINATED, first));
  }

  /// Begins to listen.
  static Interrupts call(Runnable first) {
    return new Interrupts(first);
  }

  private void heard(int code, Runnable first) {
    if (exitCode != 0) {
      Runtime.getRuntime().halt(code); // not exit: nothing may wait for the work that hangs
    }
    exitCode = code;
    first.run();
  }

  /// The exit code for the signal heard; 0 if none was.
  int exitCode() {
    return exitCode;
  }

  @Override
  public void close() {
    Signals.unregister("INT", interrupt);
    Signals.unregister("TERM", terminate);
  }
}
