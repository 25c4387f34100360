package dev.refrain.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What values a dimension may have. Each domain lies on the unit interval, so that a strategy draws
/// numbers and knows nothing of values: every value owns a cell there, of a width that is how likely
/// a uniform draw takes it.
public sealed interface Domain permits IntegerRange, RealRange, Choices {

  /// The value at a place in `[0, 1]`.
  JsonNode at(double place);

  /// The place of a value: the middle of its cell. Beyond `[0, 1]` for a number outside.
  ///
  /// @throws IllegalArgumentException if it is no value of this kind
  double place(JsonNode value);

  /// Whether a value is one of these.
  boolean contains(JsonNode value);

  /// Lowest and highest of a range, all of the choices.
  List<JsonNode> bounds();

  /// Values that cover the domain evenly: all of it, or as many as the domain says.
  ///
  /// @throws IllegalArgumentException if there is no end of them
  List<JsonNode> grid();

  /// A value as a number.
  ///
  /// @throws IllegalArgumentException if it is none
  static double number(JsonNode value) {
    if (!value.isNumber()) {
      throw new IllegalArgumentException(value + " is no number");
    }
    return value.doubleValue();
  }

  /// Whether the values are numbers with an order.
  default boolean isRange() {
    return switch (this) {
      case IntegerRange _, RealRange _ -> true;
      case Choices _ -> false;
    };
  }
}
