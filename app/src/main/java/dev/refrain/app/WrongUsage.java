package dev.refrain.app;

/// The command was asked for something that cannot be meant; the message is the whole sentence the
/// user reads.
final class WrongUsage extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongUsage(String sentence) {
    super(sentence);
  }

  WrongUsage(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
