package dev.refrain.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A place in a search space: a value for each dimension that plays a part, in the order of the
/// space. A dimension whose condition does not hold has none.
///
/// @param values by path: `optimizer.rate`
public record Point(Map<String, JsonNode> values) {
  public Point {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// The value of a dimension, if it plays a part.
  public Optional<JsonNode> get(String path) {
    return Optional.ofNullable(values.get(path));
  }

  /// One key for each dimension, dots and all: `{"optimizer.rate": 0.001}`.
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    values.forEach(json::set);
    return json;
  }

  /// The point that [#toJson] wrote.
  static Point of(ObjectNode json) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    json.properties().forEach(p -> values.put(p.getKey(), p.getValue()));
    return new Point(values);
  }
}
