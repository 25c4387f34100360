package dev.refrain.task.language;

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

/// A [LanguageModelConfig] as JSON, read strictly.
final class ConfigJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private ConfigJson() {}

  static ObjectNode write(LanguageModelConfig config) {
    return MAPPER.valueToTree(config);
  }

  static LanguageModelConfig read(String source, JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw new IllegalArgumentException(source + ": the configuration is not an object of keys");
    }
    JsonNode level = object.get("level");
    TextLevel kind;
    try {
      kind = level == null ? TextLevel.CHARACTER : TextLevel.named(level.asText());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
    ObjectNode merged = write(LanguageModelConfig.defaults(kind));
    merge(source, "", merged, object);
    try {
      return MAPPER.treeToValue(merged, LanguageModelConfig.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(source + ": " + sentence(e), e);
    }
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
