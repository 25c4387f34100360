package dev.refrain.data.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.DataException;
import dev.refrain.data.Excerpt;
import dev.refrain.data.Utf8Reader;
import java.util.ArrayList;
import java.util.List;

/// Rows of a JSON object on each line.
final class JsonRows implements Rows {
  private static final int MAX_LINE = 1 << 26;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Utf8Reader in;
  private final List<String> columns;
  private final StringBuilder text = new StringBuilder();
  private boolean first = true;
  private ObjectNode row;
  private long line;

  /// @throws DataException if there is no object on the first line, or nothing in it
  JsonRows(Utf8Reader in) {
    this.in = in;
    if (!read()) {
      throw new DataException(in.name() + " has no rows in it; name a file with a table.");
    }
    List<String> names = new ArrayList<>();
    row.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) {
      throw bad("is an object without keys", "the keys of the first object are the columns");
    }
    this.columns = List.copyOf(names);
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    if (first) {
      first = false;
      return true;
    }
    return read();
  }

  /// Reads a row; false if there are only empty lines left.
  private boolean read() {
    boolean empty = false;
    do {
      if (!readLine()) {
        return false;
      }
      line += empty ? 0 : 1;
      if (empty && !text.isEmpty()) {
        throw bad("is empty", "remove it");
      }
      empty = text.isEmpty();
    } while (empty);
    row = object();
    return true;
  }

  /// The next line without white space around it in `text`; false at the end of the file.
  private boolean readLine() {
    text.setLength(0);
    int c = in.read();
    if (c < 0) {
      return false;
    }
    while (c >= 0 && c != '\n') {
      if (text.length() >= MAX_LINE) {
        throw bad("is longer than %,d characters".formatted(MAX_LINE), "a row is a line");
      }
      if (!text.isEmpty() || !Character.isWhitespace(c)) {
        text.append((char) c);
      }
      c = in.read();
    }
    return true;
  }

  private ObjectNode object() {
    try {
      if (MAPPER.readTree(text.toString()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw bad(
          "is not JSON (%s): '%s'".formatted(firstLine(e), Excerpt.of(text.toString())),
          "every line is an object such as {\"text\": \"hello\", \"label\": \"greeting\"}");
    }
    throw bad(
        "is no object: '%s'".formatted(Excerpt.of(text.toString())),
        "every line is an object such as {\"text\": \"hello\", \"label\": \"greeting\"}");
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public String field(int column) {
    JsonNode value = row.get(columns.get(column));
    if (value == null || value.isNull()) {
      return "";
    }
    if (value.isContainerNode()) {
      throw bad(
          "has a %s in the column '%s'"
              .formatted(value.isArray() ? "list" : "object", Excerpt.of(columns.get(column))),
          "a column holds text, a number, or null");
    }
    return value.asText();
  }

  private DataException bad(String what, String remedy) {
    return TableReader.bad(in.name(), line, what, remedy);
  }

  @Override
  public void close() {
    in.close();
  }
}
