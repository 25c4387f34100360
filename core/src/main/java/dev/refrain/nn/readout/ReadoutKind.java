package dev.refrain.nn.readout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;

/// What a [Readout] makes of a sequence.
public enum ReadoutKind {
  /// What each direction puts out when it has read everything.
  LAST("last"),
  /// The mean over the steps.
  MEAN("mean"),
  /// The greatest value of each unit.
  MAX("max"),
  /// The steps weighted by what a learned query finds in them.
  ATTENTION("attention");

  private final String label;

  ReadoutKind(String label) {
    this.label = label;
  }

  /// The name people write: `last`, `mean`, `max` or `attention`.
  @JsonValue
  public String label() {
    return label;
  }

  /// The kind of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static ReadoutKind named(String label) {
    return Labels.find(values(), ReadoutKind::label, "readout", label);
  }

  @Override
  public String toString() {
    return label;
  }
}
