package dev.refrain.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// When a dimension plays a part: `layers > 1`, `optimizer.kind in [adam, adamw]`. Numbers compare
/// as numbers, all else only for being equal.
///
/// @param path what is compared: a dimension or a constant
/// @param values what with: one, or several after `in`
record Condition(String path, Comparison comparison, List<JsonNode> values) {
  private static final Pattern TEXT =
      Pattern.compile("\\s*(\\S+?)\\s*(==|!=|<=|>=|<|>|\\sin(?=[\\s\\[]))\\s*(.+?)\\s*");
  private static final JsonMapper JSON = new JsonMapper();

  Condition {
    values = List.copyOf(values);
  }

  /// The condition that a text says.
  ///
  /// @throws IllegalArgumentException if it says none
  static Condition parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no condition; one is a key, a comparison (==, !=, <, <=, >, >=, in) and a value,"
                  .formatted(text)
              + " such as: layers > 1");
    }
    Comparison comparison = Comparison.of(parts.group(2).strip());
    List<JsonNode> values = new ArrayList<>();
    if (comparison == Comparison.IN) {
      String list = parts.group(3);
      if (!list.startsWith("[") || !list.endsWith("]")) {
        throw new IllegalArgumentException(
            "'%s' needs a list behind in, such as [lstm, gru]".formatted(text));
      }
      for (String word : list.substring(1, list.length() - 1).split(",", -1)) {
        values.add(value(word.strip()));
      }
    } else {
      values.add(value(parts.group(3)));
      boolean ordered = comparison != Comparison.EQUAL && comparison != Comparison.UNEQUAL;
      if (ordered && !values.getFirst().isNumber()) {
        throw new IllegalArgumentException(
            "'%s' needs a number behind %s".formatted(text, comparison.sign()));
      }
    }
    return new Condition(parts.group(1), comparison, values);
  }

  /// A number, true or false, or a word with or without quotes.
  private static JsonNode value(String word) {
    try {
      JsonNode json = JSON.readTree(word);
      if (json != null && json.isValueNode() && !json.isNull()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // a word without quotes
    }
    return JsonNodeFactory.instance.textNode(word);
  }

  /// Whether it holds for a value.
  boolean holds(JsonNode value) {
    return switch (comparison) {
      case EQUAL, IN -> values.stream().anyMatch(other -> same(value, other));
      case UNEQUAL -> !same(value, values.getFirst());
      case BELOW -> value.isNumber() && difference(value) < 0;
      case AT_MOST -> value.isNumber() && difference(value) <= 0;
      case ABOVE -> value.isNumber() && difference(value) > 0;
      case AT_LEAST -> value.isNumber() && difference(value) >= 0;
    };
  }

  private static boolean same(JsonNode value, JsonNode other) {
    boolean numbers = value.isNumber() && other.isNumber();
    return numbers ? value.doubleValue() == other.doubleValue() : value.equals(other);
  }

  private double difference(JsonNode value) {
    return value.doubleValue() - values.getFirst().doubleValue();
  }

  /// As [#parse] reads it.
  String text() {
    return path
        + " "
        + comparison.sign()
        + " "
        + (comparison == Comparison.IN
            ? values.stream().map(JsonNode::toString).collect(Collectors.joining(", ", "[", "]"))
            : values.getFirst());
  }
}
