package dev.refrain.task.translation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// How the decoder's first state is made from the encoder's last.
public enum Bridge {
  /// Layer by layer from the top, as it is; the two directions of an encoder stand side by side.
  COPY,
  /// Through a linear layer each, with tanh for outputs (Bahdanau, Cho & Bengio 2014).
  LEARNED;

  /// The name people write: `copy` or `learned`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static Bridge named(String label) {
    return Labels.find(values(), Bridge::label, "bridge", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
