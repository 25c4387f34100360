package dev.refrain.app.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.refrain.search.Dimension;
import dev.refrain.search.StudyEvent.Ended;
import dev.refrain.search.StudyEvent.Progressed;
import dev.refrain.search.StudyHistory;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.Trial;
import dev.refrain.search.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The trials of a study, a row each, as the page and the file of commas show them.
///
/// @param columns what there is to know of a trial
/// @param rows by number of the trial: a cell for each column, null where there is nothing to say
record TrialTable(List<Column> columns, List<List<JsonNode>> rows) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  TrialTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /// How a cell is to be read.
  enum Kind {
    NAME,
    TEXT,
    NUMBER,
    LOSS,
    SECONDS,
    BYTES
  }

  /// @param key the column's name for programs; of a dimension its path
  /// @param title the column's name for people
  record Column(String key, String title, Kind kind) {}

  private record Source(Column column, Function<Trial, JsonNode> cell) {}

  /// The table of a study.
  ///
  /// @param live whether trials that have not ended are running; else they were cut off
  static TrialTable of(StudyPlan plan, StudyHistory history, boolean live) {
    List<Source> sources = sources(plan, live);
    List<List<JsonNode>> rows = new ArrayList<>();
    for (Trial trial : history.trials()) {
      rows.add(sources.stream().map(source -> source.cell().apply(trial)).toList());
    }
    return new TrialTable(sources.stream().map(Source::column).toList(), rows);
  }

  private static List<Source> sources(StudyPlan plan, boolean live) {
    List<Source> sources = new ArrayList<>();
    sources.add(source("trial", "trial", Kind.NAME, trial -> JSON.numberNode(trial.number())));
    sources.add(source("round", "round", Kind.NAME, trial -> JSON.numberNode(trial.round())));
    sources.add(source("state", "state", Kind.TEXT, trial -> JSON.textNode(state(trial, live))));
    for (Dimension dimension : plan.space().dimensions()) {
      String path = dimension.path();
      Kind kind = dimension.domain().isRange() ? Kind.NUMBER : Kind.TEXT;
      sources.add(
          source(
              path, path, kind, trial -> orNull(trial.values().get(path).map(TrialTable::cell))));
    }
    sources.add(loss("loss", StudyData.measure(plan), Ended::value));
    // The measure is one of the two, and has its column.
    sources.add(
        switch (plan.measure()) {
          case VALIDATION_LOSS -> loss("trainingLoss", "training loss", Ended::trainingLoss);
          case TRAINING_LOSS -> loss("validationLoss", "validation loss", Ended::validationLoss);
        });
    sources.add(source("steps", "steps", Kind.NUMBER, trial -> JSON.numberNode(steps(trial))));
    sources.add(source("seconds", "time", Kind.SECONDS, trial -> JSON.numberNode(seconds(trial))));
    sources.add(source("parameters", "parameters", Kind.NUMBER, TrialTable::parameters));
    sources.add(source("peakMemory", "memory", Kind.BYTES, TrialTable::peakMemory));
    if (plan.space().dimensions().stream()
        .noneMatch(dimension -> dimension.path().equals("seed"))) {
      // As text: a browser's numbers have 53 bits.
      sources.add(
          source("seed", "seed", Kind.NAME, trial -> JSON.textNode(Long.toString(trial.seed()))));
    }
    sources.add(source("reason", "reason", Kind.TEXT, TrialTable::reason));
    return sources;
  }

  private static Source source(
      String key, String title, Kind kind, Function<Trial, JsonNode> cell) {
    return new Source(new Column(key, title, kind), cell);
  }

  private static String state(Trial trial, boolean live) {
    return trial.state().map(TrialState::label).orElse(live ? "running" : "cut");
  }

  /// A value of the space as a cell: a number, or a text.
  static JsonNode cell(JsonNode value) {
    return value.isNumber() || value.isTextual() ? value : JSON.textNode(value.toString());
  }

  private static Source loss(String key, String title, Function<Ended, OptionalDouble> which) {
    return source(
        key,
        title,
        Kind.LOSS,
        trial -> {
          OptionalDouble loss = trial.ended().map(which).orElse(OptionalDouble.empty());
          return loss.isPresent() && Double.isFinite(loss.getAsDouble())
              ? JSON.numberNode(loss.getAsDouble())
              : NullNode.instance;
        });
  }

  private static long steps(Trial trial) {
    return trial
        .ended()
        .map(Ended::steps)
        .orElseGet(() -> last(trial).map(Progressed::step).orElse(0L));
  }

  private static double seconds(Trial trial) {
    return trial
        .ended()
        .map(Ended::seconds)
        .orElseGet(() -> last(trial).map(Progressed::seconds).orElse(0.0));
  }

  private static Optional<Progressed> last(Trial trial) {
    return trial.progress().isEmpty() ? Optional.empty() : Optional.of(trial.progress().getLast());
  }

  private static JsonNode parameters(Trial trial) {
    long parameters = trial.ended().map(Ended::parameters).orElse(0L);
    return parameters == 0 ? NullNode.instance : JSON.numberNode(parameters);
  }

  private static JsonNode peakMemory(Trial trial) {
    return trial.ended().isPresent() && trial.ended().get().peakMemory().isPresent()
        ? JSON.numberNode(trial.ended().get().peakMemory().getAsLong())
        : NullNode.instance;
  }

  private static JsonNode reason(Trial trial) {
    return orNull(trial.ended().flatMap(Ended::reason).map(JSON::textNode));
  }

  private static JsonNode orNull(Optional<? extends JsonNode> cell) {
    return cell.isPresent() ? cell.get() : NullNode.instance;
  }

  /// The table as RFC 4180 has it; the first line names the columns by their keys.
  String csv() {
    var csv = new StringBuilder();
    append(csv, columns.stream().map(Column::key).toList());
    for (List<JsonNode> row : rows) {
      append(csv, row.stream().map(cell -> cell.isNull() ? "" : cell.asText()).toList());
    }
    return csv.toString();
  }

  private static void append(StringBuilder csv, List<String> cells) {
    csv.append(cells.stream().map(TrialTable::quoted).collect(Collectors.joining(",")))
        .append("\r\n");
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
