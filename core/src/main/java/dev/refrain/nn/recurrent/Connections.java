package dev.refrain.nn.recurrent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What the layers of a stack read beside the layer below.
public enum Connections {
  /// Nothing else.
  PLAIN,
  /// Every layer also sees the stack's input, joined to its own (Graves 2013).
  SKIP,
  /// Every layer from the second adds its input to its output (He et al. 2015; Wu et al. 2016).
  RESIDUAL;

  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind of a name, whatever its case.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static Connections named(String label) {
    for (Connections kind : values()) {
      if (kind.label().equalsIgnoreCase(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "there are no connections '%s'; the kinds are plain, skip, residual".formatted(label));
  }
}
