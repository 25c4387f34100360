package dev.refrain.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A trial under way: logs how it goes, and asks the pruner whether it is to go on.
final class RunningTrial implements TrialMonitor {
  private static final double ROUNDING = 1e-9;

  private final int number;
  private final StudyPlan plan;
  private final List<Trial> seen;
  private final StudySession session;
  private final List<Double> measures = new ArrayList<>();

  private long steps;
  private Optional<String> pruned = Optional.empty();
  private volatile boolean cut;

  /// @param seen the ended trials that this one may see, by number
  RunningTrial(int number, StudyPlan plan, List<Trial> seen, StudySession session) {
    this.number = number;
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
  public boolean progressed(TrialProgress progress) {
    if (!wanted()) {
      return false;
    }
    steps = progress.step();
    var event =
        new StudyEvent.Progressed(
            number,
            progress.step(),
            progress.epoch(),
            progress.trainingLoss(),
            progress.validationLoss(),
            progress.seconds(),
            Instant.now());
    session.tell(event);
    OptionalDouble measure = plan.measure().of(event);
    if (measure.isPresent()) {
      measures.add(measure.getAsDouble());
      if (!isLast(progress)) {
        pruned = plan.pruner().verdict(measures, seen, plan.measure());
      }
    }
    return wanted();
  }

  private boolean isLast(TrialProgress progress) {
    return switch (plan.budget().unit()) {
      case STEPS -> progress.step() >= plan.budget().amount();
      case EPOCHS -> progress.epoch() >= plan.budget().amount() - ROUNDING;
      case SECONDS -> progress.seconds() >= plan.budget().amount();
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
        number,
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

  private static OptionalDouble finite(OptionalDouble loss) {
    return loss.isPresent() && Double.isFinite(loss.getAsDouble()) ? loss : OptionalDouble.empty();
  }
}
