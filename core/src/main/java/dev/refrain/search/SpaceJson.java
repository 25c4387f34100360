package dev.refrain.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// A space's dimensions as a tree:
///
/// ```yaml
/// layers: {integer: [1, 25]}
/// optimizer.rate: {real: [0.0005, 0.01], scale: log, steps: 5}
/// recurrent.cell: {choice: [lstm, gru]}
/// recurrent.dropout: {real: [0, 0.5], when: layers > 1}
/// ```
final class SpaceJson {
  private static final List<String> KINDS = List.of("integer", "real", "choice");
  private static final List<String> SCALES = List.of("linear", "log");

  private SpaceJson() {}

  static ObjectNode of(SearchSpace space) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Dimension dimension : space.dimensions()) {
      ObjectNode entry = json.putObject(dimension.path());
      entry.putArray(kind(dimension.domain())).addAll(dimension.domain().bounds());
      switch (dimension.domain()) {
        case IntegerRange range -> putScale(entry, range.log(), range.steps());
        case RealRange range -> putScale(entry, range.log(), range.steps());
        case Choices _ -> {}
      }
      dimension.condition().ifPresent(condition -> entry.put("when", condition));
    }
    return json;
  }

  private static String kind(Domain domain) {
    return switch (domain) {
      case IntegerRange _ -> "integer";
      case RealRange _ -> "real";
      case Choices _ -> "choice";
    };
  }

  private static void putScale(ObjectNode entry, boolean log, int steps) {
    if (log) {
      entry.put("scale", "log");
    }
    if (steps > 0) {
      entry.put("steps", steps);
    }
  }

  static SearchSpace read(PlanFields fields, ObjectNode constants) {
    SearchSpace space = new SearchSpace(List.of(), constants);
    for (String path : fields.keys()) {
      space = plus(space, path, fields);
    }
    return space;
  }

  private static SearchSpace plus(SearchSpace space, String path, PlanFields fields) {
    PlanFields entry = fields.object(path);
    try {
      Domain domain = domain(entry);
      Optional<String> condition = Optional.ofNullable(entry.text("when", null));
      entry.checkAllRead();
      PlanFields place = condition.isPresent() ? entry : fields;
      return place.checked(
          condition.isPresent() ? "when" : path,
          () -> space.plus(new Dimension(path, domain, condition)));
    } catch (SearchFormatException e) {
      throw new SearchFormatException(e.pointer(), path + ": " + e.getMessage());
    }
  }

  private static Domain domain(PlanFields entry) {
    List<String> given = KINDS.stream().filter(entry::has).toList();
    if (given.size() != 1) {
      throw entry.here(
          given.isEmpty()
              ? "it says no values; give integer: [low, high], real: [low, high] or choice: [...]"
              : "it has both %s; give one".formatted(String.join(" and ", given)));
    }
    String kind = given.getFirst();
    List<JsonNode> values = entry.list(kind);
    if (kind.equals("choice")) {
      return entry.checked(kind, () -> new Choices(values));
    }
    if (values.size() != 2) {
      throw entry.wrong(kind, "a range has two bounds, such as %s: [1, 25]".formatted(kind));
    }
    boolean log = entry.oneOf("scale", SCALES, "linear").equals("log");
    int steps = entry.integer("steps", 2, 0);
    return entry.checked(kind, () -> range(kind, values, log, steps));
  }

  private static Domain range(String kind, List<JsonNode> bounds, boolean log, int steps) {
    for (JsonNode bound : bounds) {
      boolean fits =
          kind.equals("integer")
              ? bound.isIntegralNumber() && bound.canConvertToLong()
              : bound.isNumber();
      if (!fits) {
        throw new IllegalArgumentException(
            "the bound %s is no %s number"
                .formatted(bound, kind.equals("real") ? "real" : "whole"));
      }
    }
    JsonNode low = bounds.getFirst();
    JsonNode high = bounds.getLast();
    return kind.equals("integer")
        ? new IntegerRange(low.longValue(), high.longValue(), log, steps)
        : new RealRange(low.doubleValue(), high.doubleValue(), log, steps);
  }
}
