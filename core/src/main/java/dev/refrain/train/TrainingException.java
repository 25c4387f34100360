package dev.refrain.train;

/// Training cannot go on or cannot be resumed; the message is one sentence for people, with the
/// remedy.
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TrainingException(String message) {
    super(message);
  }

  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
