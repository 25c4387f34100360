package dev.refrain.search;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Reads an object of a search's description key by key and strictly. What is missing has a default;
/// what is of another kind, or unknown, is an error with its place.
final class PlanFields {
  private final ObjectNode node;
  private final JsonPointer at;
  private final Set<String> read = new LinkedHashSet<>();

  private PlanFields(ObjectNode node, JsonPointer at) {
    this.node = node;
    this.at = at;
  }

  static PlanFields of(ObjectNode root) {
    return new PlanFields(root, JsonPointer.empty());
  }

  /// The keys that are there, in their order.
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  boolean has(String key) {
    read.add(key);
    return node.hasNonNull(key);
  }

  JsonNode value(String key) {
    if (!has(key)) {
      throw wrong(key, "%s is missing".formatted(key));
    }
    return node.get(key);
  }

  PlanFields object(String key) {
    if (value(key) instanceof ObjectNode object) {
      return new PlanFields(object, at.appendProperty(key));
    }
    throw wrong(key, "%s is %s, expected keys and values".formatted(key, node.get(key)));
  }

  List<JsonNode> list(String key) {
    if (!(value(key) instanceof ArrayNode array)) {
      throw wrong(key, "%s is %s, expected a list".formatted(key, node.get(key)));
    }
    List<JsonNode> values = new ArrayList<>();
    array.forEach(values::add);
    return values;
  }

  String text(String key, String otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (!node.get(key).isTextual()) {
      throw wrong(key, "%s is %s, expected a word".formatted(key, node.get(key)));
    }
    return node.get(key).textValue();
  }

  String oneOf(String key, Collection<String> known, String otherwise) {
    String word = text(key, otherwise);
    if (!known.contains(word)) {
      throw wrong(
          key, "there is no %s '%s'; known are %s".formatted(key, word, String.join(", ", known)));
    }
    return word;
  }

  boolean flag(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (!node.get(key).isBoolean()) {
      throw wrong(key, "%s is %s, expected true or false".formatted(key, node.get(key)));
    }
    return node.get(key).booleanValue();
  }

  int integer(String key, int least, int otherwise) {
    return Math.toIntExact(whole(key, least, Integer.MAX_VALUE, otherwise));
  }

  long whole(String key, long least, long most, long otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    JsonNode value = node.get(key);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw wrong(key, "%s is %s, expected a whole number from %d on".formatted(key, value, least));
    }
    return value.longValue();
  }

  double number(String key, double least, double most, double otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    JsonNode value = node.get(key);
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw wrong(
          key, "%s is %s, expected a number from %s to %s".formatted(key, value, least, most));
    }
    return value.doubleValue();
  }

  /// Holds that no key is there but those asked for.
  void checkAllRead() {
    for (String key : keys()) {
      if (!read.contains(key)) {
        throw wrong(
            key, "there is no key '%s' here; known are %s".formatted(key, String.join(", ", read)));
      }
    }
  }

  /// What a supplier gives; what it complains of is wrong at a key.
  <T> T checked(String key, Supplier<T> made) {
    try {
      return made.get();
    } catch (SearchFormatException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new SearchFormatException(at.appendProperty(key).toString(), e);
    }
  }

  /// The error for the object as a whole.
  SearchFormatException here(String sentence) {
    return new SearchFormatException(at.toString(), sentence);
  }

  SearchFormatException wrong(String key, String sentence) {
    return new SearchFormatException(at.appendProperty(key).toString(), sentence);
  }
}
