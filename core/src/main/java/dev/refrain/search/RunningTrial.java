package dev.refrain.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A trial under way: logs how it goes, and asks the pruner whether it is to go on.
final class RunningTrial implements TrialMonitor {
  private static final double ROUNDING = 1e-9;

  private final StudyEvent.Started started;
  private final StudyPlan plan;
  private final List<Trial> seen;
  private final StudySession session;
  private final List<StudyEvent.Progressed> progress = new ArrayList<>();
  private final List<Double> measures = new ArrayList<>();

  private long steps;
  private Optional<String> pruned = Optional.empty();
  private volatile boolean cut;

  /// @param started its beginning
  /// @param seen the ended trials that this one may see, by number
  RunningTrial(StudyEvent.Started started, StudyPlan plan, List<Trial> seen, StudySession session) {
    this.started = started;
    this.plan = plan;
    this.seen = seen;
    this.session = session;
  }

  /// Whether the study stopped before the trial had ended; it then counts for nothing.
  boolean cut() {
    return cut;
  }

  @Override
  public boolean wanted() {
    cut = cut || session.stopping();
    return !cut && pruned.isEmpty();
  }

  @Override
  public boolean progressed(TrialProgress now) {
    if (!wanted()) {
      return false;
    }
    steps = now.step();
    var event =
        new StudyEvent.Progressed(
            started.trial(),
            now.step(),
            now.epoch(),
            now.trainingLoss(),
            now.validationLoss(),
            now.seconds(),
            Instant.now());
    progress.add(event);
    session.tell(event);
    OptionalDouble measure = plan.measure().of(event);
    if (measure.isPresent()) {
      measures.add(measure.getAsDouble());
      if (!isLast(now)) {
        pruned = plan.pruner().verdict(measures, seen, plan.measure());
      }
    }
    return wanted();
  }

  private boolean isLast(TrialProgress now) {
    return switch (plan.budget().unit()) {
      case STEPS -> now.step() >= plan.budget().amount();
      case EPOCHS -> now.epoch() >= plan.budget().amount() - ROUNDING;
      case SECONDS -> now.seconds() >= plan.budget().amount();
    };
  }

  /// The event of its end.
  StudyEvent.Ended ended(TrialOutcome outcome) {
    TrialState state;
    OptionalDouble value = outcome.value(plan.measure());
    Optional<String> reason = outcome.failure();
    if (reason.isPresent()) {
      state = TrialState.FAILED;
      value = OptionalDouble.empty();
    } else if (pruned.isPresent()) {
      state = TrialState.PRUNED;
      value = OptionalDouble.of(measures.getLast());
      reason = pruned;
    } else if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
      state = TrialState.FAILED;
      value = OptionalDouble.empty();
      reason = Optional.of("it came to no finite %s".formatted(plan.measure().label()));
    } else {
      state = TrialState.COMPLETE;
    }
    return new StudyEvent.Ended(
        started.trial(),
        state,
        value,
        finite(outcome.trainingLoss()),
        finite(outcome.validationLoss()),
        Math.max(steps, outcome.steps()),
        outcome.seconds(),
        outcome.parameters(),
        outcome.peakMemory(),
        reason,
        Instant.now());
  }

  /// The whole trial.
  ///
  /// @param end of [#ended]
  Trial trial(StudyEvent.Ended end) {
    return new Trial(
        started.trial(),
        started.round(),
        started.values(),
        started.seed(),
        progress,
        Optional.of(end));
  }

  private static OptionalDouble finite(OptionalDouble loss) {
    return loss.isPresent() && Double.isFinite(loss.getAsDouble()) ? loss : OptionalDouble.empty();
  }
}
