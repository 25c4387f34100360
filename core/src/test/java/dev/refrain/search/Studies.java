package dev.refrain.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.train.DataFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// Studies of functions that are known, for tests.
final class Studies {
  static final DataFingerprint DATA = DataFingerprint.of("data", new byte[] {1, 2, 3});
  static final Budget BUDGET = Budget.steps(10);

  /// Depth, width and rate, the best at 3, 200 and 0.01.
  static final SearchSpace SPACE =
      SearchSpace.of(
          Dimension.of("layers", IntegerRange.of(1, 25)),
          Dimension.of("units", IntegerRange.of(25, 250)),
          Dimension.of("optimizer.rate", RealRange.log(1e-4, 1)));

  private Studies() {}

  static StudyPlan plan(SearchSpace space, Strategy strategy, Pruner pruner, int parallel) {
    return new StudyPlan(
        "test", DATA, space, strategy, pruner, BUDGET, Measure.VALIDATION_LOSS, 1, 7, parallel);
  }

  static JsonNode number(double value) {
    return JsonNodeFactory.instance.numberNode(value);
  }

  static JsonNode whole(int value) {
    return JsonNodeFactory.instance.numberNode(value);
  }

  static JsonNode text(String value) {
    return JsonNodeFactory.instance.textNode(value);
  }

  /// How far settings are from the best of [#SPACE].
  static double distance(ObjectNode settings) {
    double depth = (settings.get("layers").doubleValue() - 3) / 24;
    double width = (settings.get("units").doubleValue() - 200) / 225;
    double rate = (Math.log10(settings.get("optimizer").get("rate").doubleValue()) + 2) / 4;
    return depth * depth + width * width + rate * rate;
  }

  /// A trial of ten steps that comes nearer to its distance from the best with each.
  static TrialOutcome learn(TrialRequest request, TrialMonitor monitor) {
    double loss = Double.NaN;
    int step = 0;
    boolean wanted = true;
    while (step < request.budget().amount() && wanted) {
      step++;
      loss = distance(request.settings()) + 1.0 / step;
      wanted =
          monitor.progressed(new TrialProgress(step, step, loss, OptionalDouble.of(loss), step));
    }
    return outcome(step, loss);
  }

  static TrialOutcome outcome(long steps, double loss) {
    return new TrialOutcome(
        5,
        steps,
        steps,
        OptionalDouble.of(loss),
        OptionalDouble.of(loss),
        OptionalLong.empty(),
        Optional.empty());
  }

  /// Works on a new study.
  static StudyHistory run(Path folder, StudyPlan plan, StudyLimits limits, TrialRunner runner)
      throws IOException, InterruptedException {
    try (Study study = Study.create(folder, plan, limits);
        TrialExecutor trials = new LocalTrials(runner, plan.parallel())) {
      new StudyRun(study, trials, limits).run();
      return study.history();
    }
  }

  /// What does not depend on the clock: a line for each trial.
  static List<String> table(StudyHistory history) {
    return history.trials().stream()
        .map(
            trial ->
                "%d %s %d %s %s"
                    .formatted(
                        trial.number(),
                        trial.values().toJson(),
                        trial.seed(),
                        trial.state(),
                        trial.ended().map(StudyEvent.Ended::value)))
        .toList();
  }

  /// A complete trial.
  static Trial complete(int number, Point point, double value) {
    return trial(number, point, TrialState.COMPLETE, 10, value);
  }

  static Trial trial(int number, Point point, TrialState state, int steps, double... measures) {
    double last = measures[measures.length - 1];
    List<StudyEvent.Progressed> progress =
        IntStream.range(0, measures.length)
            .mapToObj(
                i ->
                    new StudyEvent.Progressed(
                        number,
                        i + 1,
                        i + 1,
                        measures[i],
                        OptionalDouble.of(measures[i]),
                        i,
                        Instant.EPOCH))
            .toList();
    var ended =
        new StudyEvent.Ended(
            number,
            state,
            state == TrialState.FAILED ? OptionalDouble.empty() : OptionalDouble.of(last),
            OptionalDouble.of(last),
            OptionalDouble.of(last),
            steps,
            1,
            5,
            OptionalLong.empty(),
            Optional.empty(),
            Instant.EPOCH);
    return new Trial(number, 1, point, 1, progress, Optional.of(ended));
  }
}
