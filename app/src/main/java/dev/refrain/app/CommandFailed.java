package dev.refrain.app;

/// A command cannot go on; the message is the whole sentence the user reads.
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  CommandFailed(String sentence) {
    super(sentence);
  }

  CommandFailed(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
