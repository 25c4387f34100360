package dev.refrain.data;

/// Data that cannot be used. The message is one sentence for the user: which file, where in it,
/// what stands there, and what to do about it.
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
