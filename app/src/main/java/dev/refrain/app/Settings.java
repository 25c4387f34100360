package dev.refrain.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// A configuration as a tree of keys, before it is bound to its record: defaults, a file's values
/// and the command line's options, each laid over the one before.
final class Settings {
  private static final ObjectMapper JSON = strict(JsonMapper.builder()).build();
  private static final ObjectMapper YAML =
      strict(
              YAMLMapper.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR))
          .build();

  private Settings() {}

  private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B strict(B builder) {
    return builder
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
  }

  /// A record as a tree.
  static ObjectNode tree(Object record) {
    return JSON.valueToTree(record);
  }

  /// A tree as people read and write it.
  static String yaml(ObjectNode tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a configuration file says: YAML, of which JSON is a part.
  ///
  /// @throws CommandFailed if it cannot be read
  static ObjectNode read(Path file) {
    if (Files.isDirectory(file)) {
      throw new CommandFailed(file + " is a folder, not a configuration file");
    }
    try {
      JsonNode tree = YAML.readTree(Files.readAllBytes(file));
      if (tree == null || tree.isMissingNode() || tree.isNull()) {
        return JsonNodeFactory.instance.objectNode();
      }
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw new CommandFailed(file + " holds no keys and values but " + tree);
    } catch (JsonProcessingException e) {
      String what = e.getOriginalMessage().lines().findFirst().orElse("unreadable").strip();
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new CommandFailed("%s, line %d: %s".formatted(file, line, what), e);
    } catch (IOException e) {
      throw new CommandFailed(Failures.sentence(e), e);
    }
  }

  /// Holds that no option is given twice: picocli takes the second within a group of options as the
  /// beginning of another group and forgets what stood before.
  ///
  /// @throws WrongUsage if one is
  static void refuseTwice(ParseResult parsed) {
    for (OptionSpec option : parsed.matchedOptions()) {
      long times =
          option.arity().max() > 1
              ? parsed.originalArgs().stream().filter(option.longestName()::equals).count()
              : option.originalStringValues().size();
      if (times > 1) {
        throw new WrongUsage(
            "option '%s' is given %d times; give it once".formatted(option.longestName(), times));
      }
    }
  }

  /// What the options of a command line say that carry [Sets]. Those for one group of recurrent
  /// layers win over those for all.
  static ObjectNode options(ParseResult parsed, RecurrentSections sections) {
    ObjectNode shared = JsonNodeFactory.instance.objectNode();
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (OptionSpec option : parsed.matchedOptions()) {
      Sets sets =
          option.userObject() instanceof AnnotatedElement field
              ? field.getAnnotation(Sets.class)
              : null;
      if (sets != null) {
        Object value = option.getValue();
        List<String> keys = sections.keys(sets.value());
        boolean own = keys.size() == 1 && keys.getFirst().equals(sets.value());
        for (String key : keys) {
          put(own ? tree : shared, key, JSON.valueToTree(sets.off() ? !((Boolean) value) : value));
        }
      }
    }
    merge(tree, shared);
    return shared;
  }

  /// Puts a value at a path such as `model.encoder`.
  static void put(ObjectNode tree, String path, JsonNode value) {
    ObjectNode at = tree;
    String[] keys = path.split("\\.");
    for (int i = 0; i < keys.length - 1; i++) {
      at = at.withObjectProperty(keys[i]);
    }
    at.set(keys[keys.length - 1], value);
  }

  /// What stands at a path such as `model.encoder`; missing if there is nothing.
  static JsonNode at(ObjectNode tree, String path) {
    JsonNode at = tree;
    for (String key : path.split("\\.")) {
      at = at.path(key);
    }
    return at;
  }

  /// Takes away what stands at a path if it is empty.
  static void removeEmpty(ObjectNode tree, String path) {
    JsonNode at = at(tree, path);
    if (at.isNull() || (at.isTextual() && at.asText().isEmpty())) {
      int dot = path.lastIndexOf('.');
      JsonNode section = dot < 0 ? tree : at(tree, path.substring(0, dot));
      ((ObjectNode) section).remove(path.substring(dot + 1));
    }
  }

  /// Adds what `over` says to `under`, which is changed; `over` wins.
  static void merge(ObjectNode over, ObjectNode under) {
    for (var property : over.properties()) {
      if (property.getValue() instanceof ObjectNode inner
          && under.get(property.getKey()) instanceof ObjectNode section) {
        merge(inner, section);
      } else {
        under.set(property.getKey(), property.getValue());
      }
    }
  }

  /// Lays `over` over `under`, which is changed and knows every key there is.
  ///
  /// @param source where `over` comes from, for the message
  /// @throws WrongUsage if there is a key that `under` does not know
  static void lay(ObjectNode over, ObjectNode under, String source) {
    lay(over, under, source, "");
  }

  private static void lay(ObjectNode over, ObjectNode under, String source, String path) {
    for (var property : over.properties()) {
      String key = property.getKey();
      JsonNode known = under.get(key);
      JsonNode value = property.getValue();
      if (known == null) {
        var keys = new TreeSet<String>();
        under.fieldNames().forEachRemaining(keys::add);
        throw new WrongUsage(
            "%s: there is no key '%s%s'; %s are %s"
                .formatted(
                    source,
                    path,
                    key,
                    path.isEmpty()
                        ? "the keys"
                        : "those of " + path.substring(0, path.length() - 1),
                    String.join(", ", keys)));
      }
      if (known instanceof ObjectNode section) {
        if (!(value instanceof ObjectNode values)) {
          throw new WrongUsage(
              "%s: '%s%s' is %s, expected keys and values".formatted(source, path, key, value));
        }
        lay(values, section, source, path + key + ".");
      } else {
        under.set(key, value);
      }
    }
  }

  /// Makes the record that a tree describes.
  ///
  /// @throws WrongUsage in one sentence if a value is none that the record allows
  static <R> R bind(ObjectNode tree, Class<R> record) {
    try {
      return JSON.treeToValue(tree, record);
    } catch (JsonMappingException e) {
      throw new WrongUsage(complaint(e), e);
    } catch (JsonProcessingException e) {
      throw new WrongUsage(e.getOriginalMessage(), e);
    }
  }

  private static String complaint(JsonMappingException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException && !(cause instanceof NumberFormatException)) {
        return cause.getMessage(); // a record's or a label's own sentence
      }
    }
    String path =
        failure.getPath().stream()
            .map(step -> step.getFieldName() == null ? "" : step.getFieldName())
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining("."));
    String what = failure.getOriginalMessage().lines().findFirst().orElse("is wrong");
    return path.isEmpty() ? what : path + ": " + what;
  }

  /// Where two configurations differ, one phrase each: `optimizer.rate is 0.001, was 0.002`.
  static List<String> differences(ObjectNode now, ObjectNode then, Set<String> ignored) {
    var differences = new ArrayList<String>();
    collect(now, then, "", ignored, differences);
    return differences;
  }

  private static void collect(
      JsonNode now, JsonNode then, String path, Set<String> ignored, List<String> differences) {
    if (now instanceof ObjectNode nowObject && then instanceof ObjectNode thenObject) {
      for (var property : nowObject.properties()) {
        String name = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
        if (!ignored.contains(name)) {
          JsonNode other = thenObject.path(property.getKey());
          collect(property.getValue(), other, name, ignored, differences);
        }
      }
    } else if (!now.equals(then)) {
      differences.add("%s is %s, was %s".formatted(path, now, then));
    }
  }
}
