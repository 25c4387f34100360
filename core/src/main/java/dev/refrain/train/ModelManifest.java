package dev.refrain.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;

/// What `model.json` says: all that is needed to build the model again before its weights are
/// read, and to go on training it.
///
/// @param task the task's name: `"language"`
/// @param refrain the version of Refrain that wrote it
/// @param configuration the task's own configuration, a JSON object
/// @param data what it was trained on
/// @param seed the run's seed
/// @param shards how many parts each batch is cut into; the bits depend on it
/// @param extra whatever else a task or the application wants to keep, a JSON object
public record ModelManifest(
    String task,
    String refrain,
    JsonNode configuration,
    DataFingerprint data,
    long seed,
    int shards,
    JsonNode extra) {

  /// The format that this version writes, and the newest that it reads.
  public static final int FORMAT = 1;

  /// @throws IllegalArgumentException if the configuration or the extra is not a JSON object or
  ///     there are no shards
  public ModelManifest {
    checkObject("configuration", configuration);
    checkObject("extra", extra);
    if (shards < 1) {
      throw new IllegalArgumentException("a model needs at least one shard, not " + shards);
    }
  }

  /// The manifest of a model that this version of Refrain writes.
  public static ModelManifest of(
      String task,
      JsonNode configuration,
      DataFingerprint data,
      long seed,
      int shards,
      JsonNode extra) {
    ModuleDescriptor module = ModelManifest.class.getModule().getDescriptor();
    String version = // the jar's module descriptor gives it; there is none on a class path
        module == null ? "unversioned" : module.rawVersion().orElse("unversioned");
    return new ModelManifest(task, version, configuration, data, seed, shards, extra);
  }

  /// Holds that the model is of a task.
  ///
  /// @param folder where it lies, for the message
  /// @throws ModelFormatException if it is of another
  public void requireTask(String expected, Path folder) throws ModelFormatException {
    if (!task.equals(expected)) {
      throw new ModelFormatException(
          "%s: holds a model for %s, expected one for %s".formatted(folder, task, expected));
    }
  }

  private static void checkObject(String name, JsonNode node) {
    if (node == null || !node.isObject()) {
      throw new IllegalArgumentException("a model's %s must be a JSON object".formatted(name));
    }
  }

  /// Reads the content of `model.json`.
  ///
  /// @throws ModelFormatException if a field is missing, unknown or wrong, or the format is newer
  public static ModelManifest read(JsonFields fields) throws ModelFormatException {
    int format = fields.integer("format", 1, Integer.MAX_VALUE);
    if (format > FORMAT) {
      throw new ModelFormatException(
          ("%s: this model has format %d and this Refrain reads up to %d;"
                  + " use the Refrain that wrote it (%s) or a newer one")
              .formatted(
                  fields.source(), format, FORMAT, fields.textOr("refrain", "unknown version")));
    }
    JsonFields data = fields.object("data");
    String sha256 = data.text("sha256");
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw data.wrong("sha256", "64 hexadecimal digits");
    }
    var manifest =
        new ModelManifest(
            fields.text("task"),
            fields.text("refrain"),
            fields.object("configuration").node(),
            new DataFingerprint(
                data.text("name"), data.wholeNumber("bytes", 0, Long.MAX_VALUE), sha256),
            fields.wholeNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            fields.integer("shards", 1, 1 << 16),
            fields.object("extra").node());
    data.checkAllRead();
    fields.checkAllRead();
    return manifest;
  }

  /// The same with another extra.
  ///
  /// @throws IllegalArgumentException if it is not a JSON object
  ModelManifest withExtra(JsonNode extra) {
    return new ModelManifest(task, refrain, configuration, data, seed, shards, extra);
  }

  /// The content of `model.json`.
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT).put("refrain", refrain).put("task", task);
    json.set("configuration", configuration);
    json.putObject("data")
        .put("name", data.name())
        .put("bytes", data.bytes())
        .put("sha256", data.sha256());
    json.put("seed", seed).put("shards", shards);
    json.set("extra", extra);
    return json;
  }
}
