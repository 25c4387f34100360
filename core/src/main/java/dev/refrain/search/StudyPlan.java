package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import dev.refrain.train.DataFingerprint;

/// All that decides what comes out of a study: two studies of one plan have one table, however their
/// trials fall in time and however often they are stopped. (A budget in seconds is the exception.)
///
/// @param task what is learned: `language`
/// @param data what it is learned from
/// @param space what may be tried
/// @param strategy what is tried next
/// @param pruner which trials end early
/// @param budget how long a trial learns
/// @param measure what is made low
/// @param evaluateEvery after how many steps a trial is measured; 0 for as [TrialRequest] says
/// @param seed what all random numbers depend on
/// @param parallel how many trials run at once, which decides how many results a trial knows of: those
///     of trials whose number is at least so much lower
public record StudyPlan(
    String task,
    DataFingerprint data,
    SearchSpace space,
    Strategy strategy,
    Pruner pruner,
    Budget budget,
    Measure measure,
    int evaluateEvery,
    long seed,
    int parallel) {

  /// @throws IllegalArgumentException naming the value and what is allowed
  public StudyPlan {
    require(!space.dimensions().isEmpty(), "nothing is searched: the space has no dimensions");
    require(evaluateEvery >= 0, "evaluateEvery is %d, it must be 0 or more", evaluateEvery);
    require(parallel >= 1, "parallel is %d, it must be 1 or more", parallel);
    strategy.check(space);
  }

  /// The same on other data.
  public StudyPlan withData(DataFingerprint other) {
    return new StudyPlan(
        task, other, space, strategy, pruner, budget, measure, evaluateEvery, seed, parallel);
  }
}
