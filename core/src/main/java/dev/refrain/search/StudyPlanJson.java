package dev.refrain.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The part of a study's plan that people write, as a tree of keys: space, strategy, pruning, budget,
/// measure, evaluateEvery, seed and parallel; and beside it, as `limits`, when the study is to stop.
public final class StudyPlanJson {
  private static final List<String> UNITS =
      Arrays.stream(BudgetUnit.values()).map(BudgetUnit::label).toList();
  private static final List<String> MEASURES =
      Arrays.stream(Measure.values()).map(Measure::label).toList();

  private static final String LIMITS = "limits";

  private StudyPlanJson() {}

  /// The tree that [#read] and [#limits] read.
  public static ObjectNode of(StudyPlan plan, StudyLimits limits) {
    ObjectNode json = of(plan);
    json.set(LIMITS, limits.toJson());
    return json;
  }

  /// The tree that [#read] reads.
  public static ObjectNode of(StudyPlan plan) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("space", SpaceJson.of(plan.space()));
    json.set("strategy", SearchKindJson.of(plan.strategy()));
    json.set("pruning", SearchKindJson.of(plan.pruner()));
    json.putObject("budget").put(plan.budget().unit().label(), plan.budget().amount());
    return json.put("measure", plan.measure().label())
        .put("evaluateEvery", plan.evaluateEvery())
        .put("seed", plan.seed())
        .put("parallel", plan.parallel());
  }

  /// The plan that a tree describes.
  ///
  /// @param subject what is searched for, from the one who knows the task
  /// @throws SearchFormatException that says what is wrong and where
  public static StudyPlan read(ObjectNode tree, StudySubject subject) {
    PlanFields fields = PlanFields.of(tree);
    SearchSpace space = SpaceJson.read(fields.object("space"), subject.constants());
    Strategy strategy = SearchKindJson.strategy(kind(fields, "strategy"));
    Pruner pruner = SearchKindJson.pruner(kind(fields, "pruning"));
    Budget budget = budget(fields);
    Measure measure =
        Measure.named(fields.oneOf("measure", MEASURES, Measure.VALIDATION_LOSS.label()));
    int evaluateEvery = fields.integer("evaluateEvery", 0, 0);
    long seed = fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1);
    int parallel = fields.integer("parallel", 1, 1);
    fields.has(LIMITS);
    fields.checkAllRead();
    fields.checked(
        "strategy",
        () -> {
          strategy.check(space);
          return strategy;
        });
    return fields.checked(
        "space",
        () ->
            new StudyPlan(
                subject.task(),
                subject.data(),
                space,
                strategy,
                pruner,
                budget,
                measure,
                evaluateEvery,
                seed,
                parallel));
  }

  /// The limits that a tree gives; none if it says nothing of them.
  ///
  /// @throws SearchFormatException that says what is wrong and where
  public static StudyLimits limits(ObjectNode tree) {
    PlanFields fields = PlanFields.of(tree);
    return fields.has(LIMITS) ? StudyLimits.read(fields.object(LIMITS)) : StudyLimits.NONE;
  }

  private static Optional<PlanFields> kind(PlanFields fields, String key) {
    return fields.has(key) ? Optional.of(fields.object(key)) : Optional.empty();
  }

  private static Budget budget(PlanFields fields) {
    if (!fields.has("budget")) {
      throw fields.wrong(
          "budget", "budget is missing: how long a trial learns, such as budget: {steps: 1000}");
    }
    PlanFields budget = fields.object("budget");
    for (String key : budget.keys()) {
      if (!UNITS.contains(key)) {
        throw budget.wrong(
            key, "a budget has no '%s'; it has one of %s".formatted(key, String.join(", ", UNITS)));
      }
    }
    if (budget.keys().size() != 1) {
      throw fields.wrong("budget", "a budget has one of %s".formatted(String.join(", ", UNITS)));
    }
    String unit = budget.keys().getFirst();
    return new Budget(BudgetUnit.named(unit), budget.integer(unit, 1, 1));
  }
}
