package dev.refrain.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The directory of a safetensors file, checked whole against the file's size before anything is
/// allocated by what it says: known types, shapes whose product is the number of bytes, and data
/// without overlaps, gaps or anything behind it.
///
/// @param entries the tensors by name, in the order of their data
/// @param metadata the texts under `__metadata__`
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /// One tensor.
  ///
  /// @param begin where its bytes begin, counted from the end of the header
  /// @param end where they end
  record Entry(String name, NumberType type, Shape shape, long begin, long end) {}

  /// Reads and checks a header.
  ///
  /// @param source the file's name, for messages
  /// @param dataBytes how many bytes follow the header in the file
  static SafetensorsHeader parse(String source, byte[] json, long dataBytes)
      throws ModelFormatException {
    ObjectNode node = JsonFields.parse(source, json).node();
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (var field : node.properties()) {
      if (field.getKey().equals(METADATA)) {
        for (var text : JsonFields.of(source, field.getValue()).node().properties()) {
          if (!text.getValue().isTextual()) {
            throw new ModelFormatException(
                "%s: '%s' under %s is no text".formatted(source, text.getKey(), METADATA));
          }
          metadata.put(text.getKey(), text.getValue().textValue());
        }
      } else {
        entries.add(entry(source, field.getKey(), field.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    Map<String, Entry> byName = new LinkedHashMap<>();
    long covered = 0;
    for (Entry entry : entries) {
      if (entry.begin() != covered) {
        throw new ModelFormatException(
            "%s: %s begins at byte %d of the data, expected %d: tensors may not overlap or leave gaps"
                .formatted(source, entry.name(), entry.begin(), covered));
      }
      covered = entry.end();
      byName.put(entry.name(), entry);
    }
    if (covered != dataBytes) {
      throw new ModelFormatException(
          "%s: its header describes %d bytes of data, the file has %d; it is truncated or damaged"
              .formatted(source, covered, dataBytes));
    }
    return new SafetensorsHeader(
        Collections.unmodifiableMap(byName), Collections.unmodifiableMap(metadata));
  }

  private static Entry entry(String source, String name, JsonNode node)
      throws ModelFormatException {
    JsonFields fields = JsonFields.of(source + ": " + name, node);
    NumberType type = type(fields);
    Shape shape = shape(fields);
    JsonNode offsets = node.get("data_offsets");
    boolean pair = offsets != null && offsets.isArray() && offsets.size() == 2;
    if (!pair || !isOffset(offsets.get(0)) || !isOffset(offsets.get(1))) {
      throw fields.wrong("data_offsets", "two whole numbers of 0 or more");
    }
    long begin = offsets.get(0).longValue();
    long end = offsets.get(1).longValue();
    long bytes = (long) shape.size() * type.bytes;
    if (end < begin || end - begin != bytes) {
      throw new ModelFormatException(
          "%s: %s of %s %s needs %d bytes, its offsets [%d, %d] hold %d"
              .formatted(source, name, type, shape, bytes, begin, end, end - begin));
    }
    return new Entry(name, type, shape, begin, end);
  }

  private static boolean isOffset(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
  }

  private static NumberType type(JsonFields fields) throws ModelFormatException {
    String text = fields.text("dtype");
    for (NumberType type : NumberType.values()) {
      if (type.name().equals(text)) {
        return type;
      }
    }
    throw fields.wrong("dtype", "one of F64, F32, F16, BF16");
  }

  private static Shape shape(JsonFields fields) throws ModelFormatException {
    List<Integer> extents = fields.integers("shape", 0, Integer.MAX_VALUE);
    try {
      return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw fields.wrong("shape", "at most 2147483639 elements");
    }
  }
}
