package dev.refrain.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// One of the two sentences of a pair.
public enum PairSide {
  /// The sentence that is read.
  SOURCE,
  /// The sentence that is written.
  TARGET;

  /// This sentence of a pair.
  public String of(SentencePair pair) {
    return switch (this) {
      case SOURCE -> pair.source();
      case TARGET -> pair.target();
    };
  }

  /// The name people write: `source` or `target`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The side of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static PairSide named(String label) {
    return Labels.find(values(), PairSide::label, "side", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
