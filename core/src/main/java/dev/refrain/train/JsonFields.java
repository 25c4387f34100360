package dev.refrain.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads a JSON object field by field and strictly: a missing field, one of another type or range,
/// or an unknown one is an error that names the file, the field, what was expected and what found.
///
/// ```java
/// var fields = JsonFields.of("model.json", node);
/// int hidden = fields.integer("hidden", 1, 65_536);
/// fields.checkAllRead();
/// ```
public final class JsonFields {
  /// Duplicate keys and anything after the object are errors.
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final long LARGEST_FILE = 64L << 20;
  private static final int SHOWN = 60;

  private final String source;
  private final String path;
  private final ObjectNode node;
  private final Set<String> read = new LinkedHashSet<>();

  private JsonFields(String source, String path, ObjectNode node) {
    this.source = source;
    this.path = path;
    this.node = node;
  }

  /// The fields of an object that came from `source` (a file's name, for messages).
  ///
  /// @throws ModelFormatException if it is no object
  public static JsonFields of(String source, JsonNode node) throws ModelFormatException {
    if (!(node instanceof ObjectNode object)) {
      throw new ModelFormatException(
          "%s: expected a JSON object, found %s".formatted(source, shown(node)));
    }
    return new JsonFields(source, "", object);
  }

  /// The fields of the object that a file holds.
  ///
  /// @throws ModelFormatException if it holds anything else
  public static JsonFields read(Path file) throws IOException {
    return read(file, file.getFileName().toString());
  }

  static JsonFields read(Path file, String source) throws IOException {
    long bytes = Files.size(file);
    if (bytes > LARGEST_FILE) {
      throw new ModelFormatException(
          "%s: is %d bytes long, at most %d are read".formatted(source, bytes, LARGEST_FILE));
    }
    return parse(source, Files.readAllBytes(file));
  }

  /// The fields of the object that a text is.
  ///
  /// @throws ModelFormatException if it is anything else
  public static JsonFields parse(String source, byte[] json) throws ModelFormatException {
    try {
      return of(source, MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where =
          at == null
              ? source
              : "%s, line %d, column %d".formatted(source, at.getLineNr(), at.getColumnNr());
      throw new ModelFormatException(
          "%s: is not valid JSON: %s".formatted(where, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new ModelFormatException("%s: is not valid JSON: %s".formatted(source, e), e);
    }
  }

  /// The name of the file, as messages give it.
  public String source() {
    return source;
  }

  /// The object itself.
  public ObjectNode node() {
    return node;
  }

  /// Whether a field is there and not null.
  public boolean has(String field) {
    read.add(field);
    return node.hasNonNull(field);
  }

  public String text(String field) throws ModelFormatException {
    JsonNode value = required(field, "a text");
    if (!value.isTextual()) {
      throw wrong(field, "a text");
    }
    return value.textValue();
  }

  /// A text, or `otherwise` if the field is missing or no text.
  String textOr(String field, String otherwise) {
    JsonNode value = node.get(field);
    return value != null && value.isTextual() ? value.textValue() : otherwise;
  }

  /// A text out of a closed set.
  public String oneOf(String field, Collection<String> known) throws ModelFormatException {
    String value = text(field);
    if (!known.contains(value)) {
      throw wrong(field, "one of " + String.join(", ", known));
    }
    return value;
  }

  public boolean flag(String field) throws ModelFormatException {
    JsonNode value = required(field, "true or false");
    if (!value.isBoolean()) {
      throw wrong(field, "true or false");
    }
    return value.booleanValue();
  }

  /// A whole number in `[least, most]`.
  public int integer(String field, int least, int most) throws ModelFormatException {
    return Math.toIntExact(wholeNumber(field, least, most));
  }

  /// A whole number in `[least, most]`.
  public long wholeNumber(String field, long least, long most) throws ModelFormatException {
    String expected = "a whole number from %d to %d".formatted(least, most);
    JsonNode value = required(field, expected);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw wrong(field, expected);
    }
    return value.longValue();
  }

  /// A finite number.
  public double number(String field) throws ModelFormatException {
    JsonNode value = required(field, "a number");
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(field, "a number");
    }
    return value.doubleValue();
  }

  /// A list of whole numbers in `[least, most]`.
  public List<Integer> integers(String field, int least, int most) throws ModelFormatException {
    String expected = "a list of whole numbers from %d to %d".formatted(least, most);
    JsonNode value = required(field, expected);
    if (!value.isArray()) {
      throw wrong(field, expected);
    }
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isIntegralNumber()
          || !element.canConvertToInt()
          || element.intValue() < least
          || element.intValue() > most) {
        throw wrong(field, expected);
      }
      numbers.add(element.intValue());
    }
    return List.copyOf(numbers);
  }

  /// The fields of an object within this one.
  public JsonFields object(String field) throws ModelFormatException {
    JsonNode value = required(field, "an object");
    if (!(value instanceof ObjectNode object)) {
      throw wrong(field, "an object");
    }
    return new JsonFields(source, path + field + ".", object);
  }

  /// Holds that no field is there but those asked for.
  ///
  /// @throws ModelFormatException that names the first unknown one and all known
  public void checkAllRead() throws ModelFormatException {
    for (var names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!read.contains(name)) {
        throw new ModelFormatException(
            "%s: there is no field '%s%s'; known are %s"
                .formatted(source, path, name, String.join(", ", read)));
      }
    }
  }

  /// The error for a field with a wrong value.
  public ModelFormatException wrong(String field, String expected) {
    return new ModelFormatException(
        "%s: field '%s%s' is %s, expected %s"
            .formatted(source, path, field, shown(node.get(field)), expected));
  }

  private JsonNode required(String field, String expected) throws ModelFormatException {
    read.add(field);
    JsonNode value = node.get(field);
    if (value == null) {
      throw new ModelFormatException(
          "%s: field '%s%s' is missing, expected %s".formatted(source, path, field, expected));
    }
    return value;
  }

  private static String shown(JsonNode value) {
    String text = value == null ? "nothing" : value.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
