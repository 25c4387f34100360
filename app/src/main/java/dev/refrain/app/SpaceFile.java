package dev.refrain.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A configuration file with one section more, `search`: all else in it is the same in all trials.
///
/// @param path where it lies
/// @param constants what is the same in all trials
/// @param search what is searched, and how
/// @param lines the line of each key, by JSON pointer, from 1
record SpaceFile(Path path, ObjectNode constants, ObjectNode search, Map<String, Integer> lines) {
  private static final String SEARCH = "search";

  /// Reads a file.
  ///
  /// @throws CommandFailed if it cannot be read, or searches nothing
  static SpaceFile read(Path path) {
    ObjectNode constants = Settings.read(path);
    JsonNode search = constants.remove(SEARCH);
    if (!(search instanceof ObjectNode section)) {
      throw new CommandFailed(
          path
              + " has no section 'search', which says what may be tried: search: {space: {layers:"
              + " {integer: [1, 4]}}, budget: {epochs: 1}}");
    }
    return new SpaceFile(path, constants, section, lines(path));
  }

  private static Map<String, Integer> lines(Path path) {
    Map<String, Integer> lines = new HashMap<>();
    try (JsonParser parser = new YAMLFactory().createParser(Files.readAllBytes(path))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME || token.isScalarValue()) {
          lines.putIfAbsent(
              parser.getParsingContext().pathAsPointer().toString(),
              parser.currentTokenLocation().getLineNr());
        }
      }
    } catch (IOException e) {
      throw new CommandFailed(Failures.sentence(e), e);
    }
    return lines;
  }

  /// What is wrong with the search at a place.
  ///
  /// @param pointer a JSON pointer within the section
  WrongUsage wrongSearch(String pointer, String sentence) {
    return wrong("/" + SEARCH + pointer, sentence);
  }

  /// What is wrong with a dimension.
  WrongUsage wrongDimension(String key, String sentence) {
    return wrongSearch(
        JsonPointer.empty().appendProperty("space").appendProperty(key).toString(), sentence);
  }

  /// What is wrong with the key of a constant, such as `optimizer.rate`.
  WrongUsage wrongConstant(String key, String sentence) {
    return wrong("/" + key.replace('.', '/'), sentence);
  }

  private WrongUsage wrong(String pointer, String sentence) {
    String at = pointer;
    while (!at.isEmpty() && !lines.containsKey(at)) {
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return new WrongUsage(
        at.isEmpty()
            ? "%s: %s".formatted(path, sentence)
            : "%s, line %d: %s".formatted(path, lines.get(at), sentence));
  }
}
