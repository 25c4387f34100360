package dev.refrain.app;

/// What a command's exit code means.
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  /// Ended by Ctrl-C, as shells count it: 128 and the signal's number.
  static final int INTERRUPTED = 130;

  /// Ended by `kill`.
  static final int TERMINATED = 143;

  private ExitCode() {}
}
