package dev.refrain.task.tagging;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// How tags are chosen by what the recurrent layers say.
public enum TagOutput {
  /// Each for itself.
  SOFTMAX,
  /// All of a sentence together, by a conditional random field.
  CRF;

  /// The name people write: `softmax` or `crf`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The output of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static TagOutput named(String label) {
    return Labels.find(values(), TagOutput::label, "output", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
