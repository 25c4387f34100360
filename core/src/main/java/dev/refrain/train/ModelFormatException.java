package dev.refrain.train;

import java.io.IOException;

/// A file of a model is not what it must be: damaged, truncated, of another model, of a newer
/// Refrain. The message is one sentence with the file, the place, what was expected and what found.
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1;

  public ModelFormatException(String message) {
    super(message);
  }

  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
