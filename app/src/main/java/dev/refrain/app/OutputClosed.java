package dev.refrain.app;

/// Whoever read our standard output has gone (`| head`): there is nothing left to do and nothing to
/// complain about.
final class OutputClosed extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutputClosed(Throwable cause) {
    super("standard output was closed", cause);
  }
}
