package dev.refrain.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// All that a trial needs to know, as plain data that can be sent to another machine. What comes out
/// depends on this and on the task's data alone (and on the clock, if the budget is time).
///
/// A trial is measured at the end. One that is judged is also measured on its way, so that it may end
/// early: every `evaluateEvery` steps or, if that is 0, ten times in a budget of steps and at the end
/// of each epoch in others. One that is not judged tells its training loss some fifty times, for the
/// curve, and is measured on its way only if `evaluateEvery` says so.
///
/// @param trial its number
/// @param settings a tree of keys over the task's defaults
/// @param seed what its random numbers depend on
/// @param judged whether somebody may end it early
public record TrialRequest(
    int trial,
    ObjectNode settings,
    long seed,
    Budget budget,
    Measure measure,
    int evaluateEvery,
    boolean judged) {
  private static final int MEASURES = 10;
  private static final int CURVE = 50;

  public TrialRequest {
    settings = settings.deepCopy();
  }

  /// After how many steps the trial is measured within its epochs; 0 for never.
  public int measuredEvery() {
    if (evaluateEvery > 0) {
      return evaluateEvery;
    }
    return judged && budget.unit() == BudgetUnit.STEPS
        ? Math.max(1, budget.amount() / MEASURES)
        : 0;
  }

  /// How many times it tells its training loss, so that there is a curve; 0 if it is measured often
  /// enough for one.
  public int curvePoints() {
    return judged || evaluateEvery > 0 ? 0 : CURVE;
  }

  /// As [#of] reads it.
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("trial", trial);
    json.set("settings", settings);
    json.put("seed", seed);
    json.putObject("budget").put(budget.unit().label(), budget.amount());
    return json.put("measure", measure.label())
        .put("evaluateEvery", evaluateEvery)
        .put("judged", judged);
  }

  /// The request that [#toJson] wrote.
  public static TrialRequest of(ObjectNode json) {
    var budget = json.get("budget").properties().iterator().next();
    return new TrialRequest(
        json.get("trial").intValue(),
        (ObjectNode) json.get("settings"),
        json.get("seed").longValue(),
        new Budget(BudgetUnit.named(budget.getKey()), budget.getValue().intValue()),
        Measure.named(json.get("measure").textValue()),
        json.get("evaluateEvery").intValue(),
        json.get("judged").booleanValue());
  }
}
