package dev.refrain.task.classification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;

/// What a classifier reads.
public enum InputKind {
  /// Words, characters or subwords.
  TEXT("text"),
  /// Some numbers at each step.
  SERIES("series");

  private final String label;

  InputKind(String label) {
    this.label = label;
  }

  /// The name people write: `text` or `series`.
  @JsonValue
  public String label() {
    return label;
  }

  /// The kind of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static InputKind named(String label) {
    return Labels.find(values(), InputKind::label, "input", label);
  }

  @Override
  public String toString() {
    return label;
  }
}
