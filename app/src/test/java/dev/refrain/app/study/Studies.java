package dev.refrain.app.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.refrain.search.Budget;
import dev.refrain.search.Choices;
import dev.refrain.search.Dimension;
import dev.refrain.search.IntegerRange;
import dev.refrain.search.Measure;
import dev.refrain.search.NoPruning;
import dev.refrain.search.Point;
import dev.refrain.search.RealRange;
import dev.refrain.search.RefinedSearch;
import dev.refrain.search.SearchSpace;
import dev.refrain.search.StudyEvent;
import dev.refrain.search.StudyEvent.Ended;
import dev.refrain.search.StudyEvent.Progressed;
import dev.refrain.search.StudyEvent.RoundBegan;
import dev.refrain.search.StudyEvent.Started;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.TrialState;
import dev.refrain.train.DataFingerprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Studies as they could have been.
final class Studies {
  /// What would be a script, if it were not a text.
  static final String SCRIPT = "</script><script>alert(1)</script>";

  /// The topologies of the lecture that Refrain grew from, with its losses after 1,000 steps.
  private static final double[][] LECTURE = {
    {11, 124, 3.267},
    {4, 238, 3.264},
    {17, 63, 3.321},
    {22, 136, 3.301},
    {10, 248, 3.386},
    {1, 200, 3.219},
    {3, 231, 3.352},
    {3, 248, 3.211},
    {2, 227, 3.375},
    {6, 249, 3.259},
    {6, 236, 3.284}
  };

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Instant BEGAN = Instant.parse("2026-11-30T00:01:02Z");

  private Studies() {}

  /// Depth, width, a rate, dropout of deep ones, and a choice that means harm.
  static StudyPlan plan() {
    SearchSpace space =
        new SearchSpace(
            List.of(
                Dimension.of("layers", IntegerRange.of(1, 25)),
                Dimension.of("units", IntegerRange.of(25, 250)),
                Dimension.of("optimizer.rate", RealRange.log(0.0005, 0.01)),
                Dimension.of("model.recurrent.dropout", RealRange.of(0, 0.5)).when("layers > 1"),
                Dimension.of(
                    "model.recurrent.cell",
                    new Choices(
                        List.of(
                            JSON.textNode("gru"),
                            JSON.textNode("lstm, \"peephole\""),
                            JSON.textNode(SCRIPT))))),
            JSON.objectNode().put("epochs", 3).put("note", SCRIPT));
    return new StudyPlan(
        "translation",
        new DataFingerprint("eng-fra.tsv", 123, "0".repeat(64)),
        space,
        RefinedSearch.of(2, 6),
        new NoPruning(),
        Budget.steps(1000),
        Measure.VALIDATION_LOSS,
        0,
        1,
        1);
  }

  /// The lecture's two rounds: the third and ninth are pruned, the fifth fails, and one more has
  /// begun.
  static List<StudyEvent> lecture() {
    List<StudyEvent> events = new ArrayList<>();
    for (int i = 0; i < LECTURE.length; i++) {
      int trial = i + 1;
      if (trial == 1 || trial == 6) {
        events.add(round(trial == 1 ? 1 : 2));
      }
      int layers = (int) LECTURE[i][0];
      double loss = LECTURE[i][2];
      events.add(started(trial, trial < 6 ? 1 : 2, layers, (int) LECTURE[i][1]));
      TrialState state =
          switch (trial) {
            case 3, 9 -> TrialState.PRUNED;
            case 5 -> TrialState.FAILED;
            default -> TrialState.COMPLETE;
          };
      int steps = state == TrialState.COMPLETE ? 1000 : 400;
      events.addAll(progress(trial, layers, loss, steps));
      events.add(ended(trial, state, loss, steps));
    }
    events.add(started(12, 2, 4, 240));
    events.addAll(progress(12, 4, 3.25, 600));
    return events;
  }

  static RoundBegan round(int number) {
    Map<String, List<JsonNode>> bounds = new LinkedHashMap<>(plan().space().bounds());
    if (number > 1) {
      bounds.put("layers", List.of(JSON.numberNode(2), JSON.numberNode(7)));
      bounds.put("units", List.of(JSON.numberNode(225), JSON.numberNode(250)));
      bounds.put("optimizer.rate", List.of(JSON.numberNode(0.001), JSON.numberNode(0.004)));
      bounds.put("model.recurrent.cell", List.of(JSON.textNode("gru")));
    }
    return new RoundBegan(number, bounds, at(0));
  }

  static Started started(int trial, int round, int layers, int units) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    values.put("layers", JSON.numberNode(layers));
    values.put("units", JSON.numberNode(units));
    values.put("optimizer.rate", JSON.numberNode(0.0005 + 0.0007 * (trial * 5 % 12)));
    if (layers > 1) {
      values.put("model.recurrent.dropout", JSON.numberNode(trial * 3 % 10 * 0.05));
    }
    var cells = plan().space().dimension("model.recurrent.cell").orElseThrow().domain().bounds();
    values.put("model.recurrent.cell", cells.get(trial == 6 ? 2 : trial % 2));
    return new Started(trial, round, new Point(values), Long.MAX_VALUE - trial, at(trial));
  }

  /// A measure every 25 steps, on held-out data every 100.
  static List<StudyEvent> progress(int trial, int layers, double loss, int steps) {
    List<StudyEvent> events = new ArrayList<>();
    for (int step = 25; step <= steps; step += 25) {
      double excess = 4.5 * Math.exp(-step / (60.0 + 8 * layers));
      double noise = 0.15 * Math.sin(step * 12.9898 + trial * 78.233);
      events.add(
          new Progressed(
              trial,
              step,
              step / 2000.0,
              loss - 0.2 + excess + noise,
              step % 100 == 0 ? OptionalDouble.of(loss + excess) : OptionalDouble.empty(),
              step * 0.008 * layers,
              at(trial)));
    }
    return events;
  }

  static Ended ended(int trial, TrialState state, double loss, int steps) {
    boolean failed = state == TrialState.FAILED;
    return new Ended(
        trial,
        state,
        failed ? OptionalDouble.empty() : OptionalDouble.of(loss),
        failed ? OptionalDouble.empty() : OptionalDouble.of(loss - 0.1 / 3),
        failed ? OptionalDouble.empty() : OptionalDouble.of(loss),
        steps,
        steps * 0.0081,
        1_000_000L + trial,
        trial % 2 == 0 ? OptionalLong.of(3L << 30) : OptionalLong.empty(),
        switch (state) {
          case COMPLETE -> Optional.empty();
          case PRUNED -> Optional.of("its loss was above the median, 3.3");
          case FAILED -> Optional.of("the loss is NaN,\nsaid \"" + SCRIPT + "\"");
        },
        at(trial));
  }

  private static Instant at(int trial) {
    return BEGAN.plusSeconds(60L * trial);
  }
}
