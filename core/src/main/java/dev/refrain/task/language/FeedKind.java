package dev.refrain.task.language;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import dev.refrain.data.TextStream;
import dev.refrain.data.Windows;
import java.util.Locale;

/// How a text is fed to a language model that learns it.
public enum FeedKind {
  /// In windows of a fixed length in random order, each from an empty state; see [Windows].
  WINDOWS,
  /// From start to end with the state carried on; see [TextStream].
  STREAM;

  /// The name people write: `windows` or `stream`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static FeedKind named(String label) {
    return Labels.find(values(), FeedKind::label, "feed", label);
  }

  @Override
  public String toString() {
    return label();
  }
}
