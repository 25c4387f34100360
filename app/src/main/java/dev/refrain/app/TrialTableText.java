package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.refrain.search.Dimension;
import dev.refrain.search.Point;
import dev.refrain.search.StudyHistory;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// The trials of a study as a table for a terminal, the best first.
record TrialTableText(StudyPlan plan, StudyHistory history) {
  /// The lines, columns in line.
  List<String> lines() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("trial", plan.measure().label(), "state"));
    plan.space().dimensions().forEach(d -> head.add(d.path()));
    head.addAll(List.of("parameters", "steps", "time"));
    rows.add(head);
    history.trials().stream()
        .filter(trial -> trial.ended().isPresent())
        .sorted(
            Comparator.comparing((Trial trial) -> trial.state().orElseThrow())
                .thenComparingDouble(
                    trial -> trial.ended().orElseThrow().value().orElse(Double.MAX_VALUE)))
        .forEach(trial -> rows.add(row(trial)));
    int columns = head.size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private List<String> row(Trial trial) {
    var ended = trial.ended().orElseThrow();
    List<String> row = new ArrayList<>();
    row.add(Integer.toString(trial.number()));
    row.add(loss(ended.value()));
    row.add(ended.state().label());
    for (Dimension dimension : plan.space().dimensions()) {
      row.add(trial.values().get(dimension.path()).map(TrialTableText::word).orElse("-"));
    }
    row.add(ended.parameters() == 0 ? "-" : "%,d".formatted(ended.parameters()));
    row.add("%,d".formatted(ended.steps()));
    row.add(Progress.duration(ended.seconds()));
    return row;
  }

  private static String loss(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "-";
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : "  ");
      line.append(" ".repeat(widths[i] - row.get(i).length())).append(row.get(i));
    }
    return line.toString();
  }

  /// A point in one line: `layers 3, units 248`.
  static String values(Point point) {
    return point.values().entrySet().stream()
        .map(entry -> entry.getKey() + " " + word(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /// What a dimension may be: `2 to 7`, `lstm or gru`.
  static String bounds(List<JsonNode> bounds) {
    boolean range = bounds.size() == 2 && bounds.getFirst().isNumber();
    return bounds.stream()
        .map(TrialTableText::word)
        .collect(Collectors.joining(range ? " to " : " or "));
  }

  private static String word(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    return value.isDouble() ? value.decimalValue().toPlainString() : value.toString();
  }
}
