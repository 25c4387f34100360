package dev.refrain.data.series;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;

/// To which size features are brought.
public enum ScalingKind {
  /// They stay as they are.
  NONE,
  /// Each feature to mean 0 and deviation 1.
  STANDARD,
  /// All features together to mean 0 and deviation 1: for features of one unit, whose sizes tell
  /// something beside one another, such as the columns of an image.
  POOLED,
  /// Each feature to 0 … 1.
  RANGE;

  /// The name on the command line and in files: `"standard"`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind with a label.
  ///
  /// @throws IllegalArgumentException that lists the known labels if there is none
  @JsonCreator
  public static ScalingKind named(String label) {
    return Labels.find(values(), ScalingKind::label, "scaling", label);
  }
}
