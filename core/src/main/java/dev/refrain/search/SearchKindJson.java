package dev.refrain.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Strategies and pruners as trees: their `kind` and what can be said of it. What is not said has the
/// defaults of the kind.
final class SearchKindJson {
  private static final List<String> STRATEGIES =
      List.of("random", "grid", "list", "sobol", "tpe", "refine");
  private static final List<String> PRUNERS = List.of("none", "median", "asha");

  private SearchKindJson() {}

  static ObjectNode of(Strategy strategy) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", strategy.kind());
    switch (strategy) {
      case RandomSearch _, GridSearch _, SobolSearch _ -> {}
      case ListedSearch list -> {
        ArrayNode points = json.putArray("points");
        list.points().forEach(point -> points.addObject().setAll(point));
      }
      case TreeParzenSearch tpe ->
          json.put("startup", tpe.startup()).put("candidates", tpe.candidates());
      case RefinedSearch refine ->
          json.put("rounds", refine.rounds())
              .put("trials", refine.trials())
              .put("keep", refine.keep())
              .put("shrink", refine.shrink())
              .put("margin", refine.margin())
              .put("move", refine.move());
    }
    return json;
  }

  static ObjectNode of(Pruner pruner) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", pruner.kind());
    switch (pruner) {
      case NoPruning _ -> {}
      case MedianPruning median ->
          json.put("startup", median.startup()).put("warmup", median.warmup());
      case HalvingPruning asha -> json.put("rung", asha.rung()).put("eta", asha.eta());
    }
    return json;
  }

  /// @param given empty for the standard: random
  static Strategy strategy(Optional<PlanFields> given) {
    if (given.isEmpty()) {
      return new RandomSearch();
    }
    PlanFields fields = given.get();
    Strategy strategy =
        switch (fields.oneOf("kind", STRATEGIES, "random")) {
          case "grid" -> new GridSearch();
          case "list" -> fields.checked("points", () -> new ListedSearch(points(fields)));
          case "sobol" -> new SobolSearch();
          case "tpe" -> {
            TreeParzenSearch standard = TreeParzenSearch.standard();
            yield new TreeParzenSearch(
                fields.integer("startup", 1, standard.startup()),
                fields.integer("candidates", 1, standard.candidates()));
          }
          case "refine" -> refine(fields);
          default -> new RandomSearch();
        };
    fields.checkAllRead();
    return strategy;
  }

  private static Strategy refine(PlanFields fields) {
    RefinedSearch standard = RefinedSearch.of(2, 10);
    int rounds = fields.integer("rounds", 1, standard.rounds());
    int trials = fields.integer("trials", 1, standard.trials());
    double keep = fields.number("keep", 0, 1, standard.keep());
    double shrink = fields.number("shrink", 0, 1, standard.shrink());
    double margin = fields.number("margin", 0, 1, standard.margin());
    boolean move = fields.flag("move", standard.move());
    return fields.checked(
        "kind", () -> new RefinedSearch(rounds, trials, keep, shrink, margin, move));
  }

  private static List<Map<String, JsonNode>> points(PlanFields fields) {
    List<Map<String, JsonNode>> points = new ArrayList<>();
    for (JsonNode entry : fields.list("points")) {
      if (!(entry instanceof ObjectNode object)) {
        throw fields.wrong(
            "points", "a point is %s, expected such as {layers: 3, units: 248}".formatted(entry));
      }
      Map<String, JsonNode> point = new LinkedHashMap<>();
      object.properties().forEach(p -> point.put(p.getKey(), p.getValue()));
      points.add(point);
    }
    return points;
  }

  /// @param given empty for the standard: none
  static Pruner pruner(Optional<PlanFields> given) {
    if (given.isEmpty()) {
      return new NoPruning();
    }
    PlanFields fields = given.get();
    Pruner pruner =
        switch (fields.oneOf("kind", PRUNERS, "none")) {
          case "median" -> {
            MedianPruning standard = MedianPruning.standard();
            yield new MedianPruning(
                fields.integer("startup", 1, standard.startup()),
                fields.integer("warmup", 0, standard.warmup()));
          }
          case "asha" -> {
            HalvingPruning standard = HalvingPruning.standard();
            yield new HalvingPruning(
                fields.integer("rung", 1, standard.rung()),
                fields.integer("eta", 2, standard.eta()));
          }
          default -> new NoPruning();
        };
    fields.checkAllRead();
    return pruner;
  }
}
