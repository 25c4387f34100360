package dev.refrain.app.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.search.Choices;
import dev.refrain.search.Dimension;
import dev.refrain.search.IntegerRange;
import dev.refrain.search.ParameterImportance;
import dev.refrain.search.RealRange;
import dev.refrain.search.StudyEnd;
import dev.refrain.search.StudyEvent.RoundBegan;
import dev.refrain.search.StudyHistory;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.Trial;
import dev.refrain.search.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What the page of a study shows, as its scripts read it.
///
/// @param live whether the study goes on
/// @param command the command that trains with a trial's settings
record StudyData(
    StudyPlan plan,
    StudyHistory history,
    TrialTable table,
    boolean live,
    Function<Trial, String> command) {
  /// After how many seconds the page of a study that goes on looks for news.
  private static final int RELOAD = 5;

  private static final int MOST_POINTS = 200;
  private static final int LEAST_POINTS = 20;

  /// How many points of all curves together a browser still draws without delay.
  private static final int ALL_POINTS = 40_000;

  /// @param written when the page is made
  ObjectNode json(Instant written) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id()).put("title", title()).put("measure", measure(plan));
    json.set("state", state());
    json.put("reload", live ? RELOAD : 0).put("written", written.toString());
    json.put("worked", history.worked().toMillis() / 1000.0);
    ArrayNode facts = json.putArray("facts");
    StudyFacts.of(plan)
        .forEach((name, value) -> facts.addObject().put("name", name).put("value", value));
    putDimensions(json.putArray("dimensions"));
    putColumns(json.putArray("columns"));
    putTrials(json.putArray("trials"));
    history.best().map(Trial::number).ifPresent(best -> json.put("best", best));
    putRounds(json.putArray("rounds"));
    ArrayNode importance = json.putArray("importance");
    ParameterImportance.of(plan.space(), history.trials())
        .forEach((path, share) -> importance.addObject().put("path", path).put("share", share));
    return json;
  }

  /// Tells studies apart, so that a page takes no settings of another.
  private String id() {
    String began = history.rounds().isEmpty() ? "" : " " + history.rounds().getFirst().at();
    return title() + began;
  }

  private String title() {
    return "Search: " + plan.task();
  }

  /// What a study makes low, for people.
  static String measure(StudyPlan plan) {
    return plan.measure().label().replace('-', ' ');
  }

  private ObjectNode state() {
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    if (live) {
      return state.put("kind", "running").put("text", "running");
    }
    Optional<StudyEnd> closed = history.closed();
    return closed.isEmpty()
        ? state.put("kind", "cut").put("text", "cut off; --resume goes on with it")
        : state.put("kind", "ended").put("text", sentence(closed.get()));
  }

  private static String sentence(StudyEnd end) {
    return switch (end) {
      case TRIALS -> "ended: all its trials are done";
      case SPACE -> "ended: there is nothing left to try";
      case TIME -> "ended: its time is over";
      case TARGET -> "ended: it reached its target";
      case REQUESTED -> "stopped; --resume goes on with it";
    };
  }

  private void putDimensions(ArrayNode dimensions) {
    for (Dimension dimension : plan.space().dimensions()) {
      ObjectNode json = dimensions.addObject().put("path", dimension.path());
      dimension.condition().ifPresent(when -> json.put("when", when));
      switch (dimension.domain()) {
        case IntegerRange range ->
            json.put("kind", "range")
                .put("whole", true)
                .put("log", range.log())
                .put("low", range.low())
                .put("high", range.high());
        case RealRange range ->
            json.put("kind", "range")
                .put("log", range.log())
                .put("low", range.low())
                .put("high", range.high());
        case Choices choices ->
            putValues(json.put("kind", "choice").putArray("choices"), choices.values());
      }
    }
  }

  private static void putValues(ArrayNode array, List<JsonNode> values) {
    values.forEach(value -> array.add(TrialTable.cell(value)));
  }

  private void putColumns(ArrayNode columns) {
    for (TrialTable.Column column : table.columns()) {
      columns
          .addObject()
          .put("key", column.key())
          .put("title", column.title())
          .put("kind", column.kind().name().toLowerCase(Locale.ROOT));
    }
  }

  private void putTrials(ArrayNode trials) {
    int count = history.trials().size();
    int most = Math.clamp(ALL_POINTS / Math.max(1, count), LEAST_POINTS, MOST_POINTS);
    for (int i = 0; i < count; i++) {
      Trial trial = history.trials().get(i);
      ObjectNode json = trials.addObject();
      json.putArray("cells").addAll(table.rows().get(i));
      json.set("training", LearningCurve.training(trial, most).json());
      json.set("validation", LearningCurve.validation(trial, most).json());
      if (trial.state().isPresent() && trial.state().get() != TrialState.FAILED) {
        json.put("command", command.apply(trial)); // a failed one may have had none
      }
    }
  }

  private void putRounds(ArrayNode rounds) {
    for (RoundBegan round : history.rounds()) {
      ObjectNode bounds = rounds.addObject().put("round", round.round()).putObject("bounds");
      round.bounds().forEach((path, values) -> putValues(bounds.putArray(path), values));
    }
  }
}
