package dev.refrain.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// What becomes of a pair with a side beyond the maximum length.
public enum Overlong {
  /// Each side is cut after as many tokens as are allowed.
  TRUNCATE,
  /// The pair is left out.
  SKIP;

  /// The name people write: `truncate` or `skip`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The constant of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static Overlong named(String label) {
    return Labels.find(values(), Overlong::label, "overlong", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
