package dev.refrain.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Output for machines: one JSON object a line on standard output.
final class JsonLines {
  private JsonLines() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static void print(ObjectNode object) {
    System.out.println(object);
    System.out.flush();
  }
}
