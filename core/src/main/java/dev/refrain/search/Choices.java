package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;

/// Values without an order, each as likely as every other.
///
/// @param values what may be chosen, no two alike
public record Choices(List<JsonNode> values) implements Domain {

  /// @throws IllegalArgumentException if there are none, or two are alike
  public Choices {
    values = List.copyOf(values);
    require(!values.isEmpty(), "there is nothing to choose from");
    require(new HashSet<>(values).size() == values.size(), "two of the choices are alike");
  }

  @Override
  public JsonNode at(double place) {
    int index = (int) Math.floor(place * values.size());
    return values.get(Math.clamp(index, 0, values.size() - 1));
  }

  @Override
  public double place(JsonNode value) {
    return (index(value) + 0.5) / values.size();
  }

  /// Which of the values this is, from 0.
  ///
  /// @throws IllegalArgumentException if it is none of them
  int index(JsonNode value) {
    int index = values.indexOf(value);
    require(index >= 0, "%s is none of %s", value, values);
    return index;
  }

  @Override
  public boolean contains(JsonNode value) {
    return values.contains(value);
  }

  @Override
  public List<JsonNode> bounds() {
    return values;
  }

  @Override
  public List<JsonNode> grid() {
    return values;
  }
}
