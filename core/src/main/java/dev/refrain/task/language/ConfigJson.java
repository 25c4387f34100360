package dev.refrain.task.language;

import com.fasterxml.jackson.databind.JsonNode;
import dev.refrain.config.RecordJson;

/// A [LanguageModelConfig] from JSON: the level decides on the defaults.
final class ConfigJson {
  private ConfigJson() {}

  static LanguageModelConfig read(String source, JsonNode json) {
    JsonNode level = RecordJson.object(source, json).get("level");
    TextLevel kind;
    try {
      kind = level == null ? TextLevel.CHARACTER : TextLevel.named(level.asText());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
    return RecordJson.read(source, json, LanguageModelConfig.defaults(kind));
  }
}
