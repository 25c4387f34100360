package dev.refrain.task.classification;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// How much the items of one class count in training. Only the ratios of the weights matter.
///
/// @param label the class
/// @param weight more than 0; classes that are not named have 1
public record ClassWeight(String label, double weight) {

  /// @throws IllegalArgumentException if the label is empty or the weight not above 0
  public ClassWeight {
    require(!label.isEmpty(), "a class weight has no label; write LABEL=WEIGHT");
    require(
        weight > 0 && Double.isFinite(weight),
        "the weight of class '%s' is %s, it must be above 0",
        label,
        weight);
  }

  /// Reads what [#toString] writes: `positive=2`.
  ///
  /// @throws IllegalArgumentException if it is not that
  @JsonCreator
  public static ClassWeight parse(String text) {
    int equals = text.lastIndexOf('=');
    require(equals > 0, "the class weight '%s' is not LABEL=WEIGHT, as in positive=2", text);
    try {
      return new ClassWeight(
          text.substring(0, equals), Double.parseDouble(text.substring(equals + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the class weight '%s' is not LABEL=WEIGHT with a number, as in positive=2"
              .formatted(text),
          e);
    }
  }

  @JsonValue
  @Override
  public String toString() {
    return label + "=" + weight;
  }
}
