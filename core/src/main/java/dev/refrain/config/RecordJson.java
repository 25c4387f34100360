package dev.refrain.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Records of configuration as JSON, read strictly: an unknown key or a value that may not be is an
/// error that says what is allowed.
public final class RecordJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private RecordJson() {}

  /// A record as a JSON object, as [#read] reads it.
  public static ObjectNode write(Record record) {
    return MAPPER.valueToTree(record);
  }

  /// The record that a JSON object asks for: what it does not say is as in `defaults`.
  ///
  /// @param source where it came from, for messages: `model.json`
  /// @throws IllegalArgumentException naming a key that is not known, with those that are, or a
  ///     value that may not be, with what is allowed
  @SuppressWarnings("unchecked") // the class of a T
  public static <T extends Record> T read(String source, JsonNode json, T defaults) {
    ObjectNode merged = write(defaults);
    merge(source, "", merged, object(source, json));
    try {
      return (T) MAPPER.treeToValue(merged, defaults.getClass());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(source + ": " + sentence(e), e);
    }
  }

  /// A JSON value as an object.
  ///
  /// @throws IllegalArgumentException if it is none
  public static ObjectNode object(String source, JsonNode json) {
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException(source + ": the configuration is not an object of keys");
  }

  /// Overwrites `base`, which has every key there is, by what `given` says.
  private static void merge(String source, String path, ObjectNode base, ObjectNode given) {
    for (var entry : given.properties()) {
      String key = entry.getKey();
      JsonNode known = base.get(key);
      if (known == null) {
        List<String> keys = new ArrayList<>();
        base.fieldNames().forEachRemaining(keys::add);
        throw new IllegalArgumentException(
            "%s: there is no key '%s%s'; known are %s"
                .formatted(source, path, key, String.join(", ", keys)));
      }
      if (known instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode value) {
        merge(source, path + key + ".", inner, value);
      } else {
        base.set(key, entry.getValue());
      }
    }
  }

  /// What a record's own check said, or Jackson's first line with the key.
  private static String sentence(JsonProcessingException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException
          && !(cause instanceof JsonMappingException)
          && cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    String where =
        e instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(name -> name != null)
                .collect(Collectors.joining("."))
            : "";
    return where.isEmpty() ? e.getOriginalMessage() : where + ": " + e.getOriginalMessage();
  }
}
