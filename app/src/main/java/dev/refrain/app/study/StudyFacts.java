package dev.refrain.app.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.search.Choices;
import dev.refrain.search.Dimension;
import dev.refrain.search.IntegerRange;
import dev.refrain.search.RealRange;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.StudyPlanJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a reader should know of a study beside its trials, in a few words each.
final class StudyFacts {
  private StudyFacts() {}

  /// The facts by name, in order.
  static Map<String, String> of(StudyPlan plan) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Data", plan.data().name());
    facts.put(
        "Searched",
        plan.space().dimensions().stream()
            .map(StudyFacts::sentence)
            .collect(Collectors.joining("; ")));
    List<String> fixed = new ArrayList<>();
    flatten("", plan.space().constants(), fixed);
    if (!fixed.isEmpty()) {
      facts.put("Fixed", String.join("; ", fixed));
    }
    ObjectNode written = StudyPlanJson.of(plan);
    facts.put("Strategy", kind(written.get("strategy")));
    facts.put("Pruning", kind(written.get("pruning")));
    facts.put("Budget of a trial", plan.budget().toString());
    facts.put("Measure", StudyData.measure(plan));
    facts.put("Seed", Long.toString(plan.seed()));
    facts.put("In parallel", Integer.toString(plan.parallel()));
    return facts;
  }

  private static String sentence(Dimension dimension) {
    String domain =
        switch (dimension.domain()) {
          case IntegerRange range -> range(range.bounds(), range.log());
          case RealRange range -> range(range.bounds(), range.log());
          case Choices choices ->
              choices.values().stream().map(StudyFacts::word).collect(Collectors.joining(", "));
        };
    String condition = dimension.condition().map(when -> " when " + when).orElse("");
    return dimension.path() + " " + domain + condition;
  }

  private static String range(List<JsonNode> bounds, boolean log) {
    return "%s to %s%s"
        .formatted(word(bounds.getFirst()), word(bounds.getLast()), log ? " (logarithmic)" : "");
  }

  /// A kind and what is said of it: `refine (rounds 2, trials 5)`.
  private static String kind(JsonNode tree) {
    String settings =
        tree.properties().stream()
            .filter(entry -> !entry.getKey().equals("kind"))
            .map(entry -> entry.getKey() + " " + setting(entry.getValue()))
            .collect(Collectors.joining(", "));
    String kind = tree.get("kind").textValue();
    return settings.isEmpty() ? kind : "%s (%s)".formatted(kind, settings);
  }

  private static String setting(JsonNode value) {
    return value.isArray() ? "%,d".formatted(value.size()) : word(value);
  }

  private static void flatten(String path, ObjectNode tree, List<String> leaves) {
    for (var entry : tree.properties()) {
      if (entry.getValue() instanceof ObjectNode section) {
        flatten(path + entry.getKey() + ".", section, leaves);
      } else {
        leaves.add(path + entry.getKey() + " " + word(entry.getValue()));
      }
    }
  }

  private static String word(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue().stripTrailingZeros().toPlainString(); // 0.0005, not 5.0E-4
    }
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
