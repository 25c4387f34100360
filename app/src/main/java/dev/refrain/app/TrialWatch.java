package dev.refrain.app;

import dev.refrain.search.BudgetUnit;
import dev.refrain.search.Measure;
import dev.refrain.search.TrialMonitor;
import dev.refrain.search.TrialOutcome;
import dev.refrain.search.TrialProgress;
import dev.refrain.search.TrialRequest;
import dev.refrain.train.TrainEvent;
import dev.refrain.train.TrainEvent.CheckpointSaved;
import dev.refrain.train.TrainEvent.EpochDone;
import dev.refrain.train.TrainEvent.Finished;
import dev.refrain.train.TrainEvent.Started;
import dev.refrain.train.TrainEvent.StepDone;
import dev.refrain.train.TrainEvent.Validated;
import dev.refrain.train.TrainListener;
import dev.refrain.train.TrainResult;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Makes a trial's progress of the events of its training, at the points that [TrialRequest] asks for,
/// and has the training stop when nobody wants it any more.
///
/// Trials are compared by the number of a measure, so a judged trial tells of no others: not of the
/// validation at the end of an epoch if it is measured every so many steps.
final class TrialWatch implements TrainListener {
  private static final double SECONDS = 1e-9;

  private final TrialRequest request;
  private final TrialMonitor monitor;
  private final boolean validates;
  private final Runnable stop;
  private final long begin = System.nanoTime();

  private long parameters;
  private double curveEvery; // steps, or seconds if they are the budget
  private double curveNext;

  private StepDone last;
  private double sum; // of the losses of all steps
  private double sumTold; // of those of steps before the last progress
  private double lastTold = Double.NaN; // its training loss
  private long stepTold;
  private OptionalDouble validation = OptionalDouble.empty();
  private long validatedAt;
  private boolean validationTold = true;

  /// @param validates whether data is held out
  /// @param stop has the training stop
  TrialWatch(TrialRequest request, TrialMonitor monitor, boolean validates, Runnable stop) {
    this.request = request;
    this.monitor = monitor;
    this.validates = validates;
    this.stop = stop;
  }

  /// After how many steps the training is to validate within an epoch; 0 for never.
  int validateEvery() {
    return validates && request.measure() == Measure.VALIDATION_LOSS ? request.measuredEvery() : 0;
  }

  @Override
  public void on(TrainEvent event) {
    switch (event) {
      case Started e -> started(e);
      case StepDone e -> stepped(e);
      case Validated e -> validated(e);
      case CheckpointSaved _, EpochDone _, Finished _ -> {}
    }
  }

  private void started(Started e) {
    parameters = e.parameters();
    if (request.curvePoints() > 0) {
      double amount = request.budget().amount();
      double whole = request.budget().unit() == BudgetUnit.EPOCHS ? amount * e.steps() : amount;
      curveEvery = whole / request.curvePoints();
      curveNext = curveEvery;
    }
  }

  private void stepped(StepDone e) {
    last = e;
    sum += e.loss();
    if (!monitor.wanted()) {
      stop.run();
    } else if (curveIsDue() || (isMeasured(e.globalStep()) && validateEvery() == 0)) {
      tell(OptionalDouble.empty());
    } else if (isEndOfMeasuredEpoch(e) && !validates) {
      tell(OptionalDouble.empty());
    }
  }

  private boolean curveIsDue() {
    if (curveEvery == 0) {
      return false;
    }
    double now = request.budget().unit() == BudgetUnit.SECONDS ? seconds() : last.globalStep();
    if (now < curveNext) {
      return false;
    }
    while (curveNext <= now) {
      curveNext += curveEvery;
    }
    return true;
  }

  private boolean isMeasured(long step) {
    return request.measuredEvery() > 0 && step % request.measuredEvery() == 0;
  }

  /// Where nothing else says when to measure, the ends of epochs do.
  private boolean isEndOfMeasuredEpoch(StepDone e) {
    return request.measuredEvery() == 0 && request.judged() && e.step() == e.steps();
  }

  private void validated(Validated e) {
    validation = OptionalDouble.of(e.loss());
    validatedAt = e.globalStep();
    validationTold = false;
    if (request.measuredEvery() == 0 || (validateEvery() > 0 && isMeasured(e.globalStep()))) {
      tell(validation);
    }
  }

  private void tell(OptionalDouble validationLoss) {
    long steps = last.globalStep() - stepTold;
    lastTold = steps > 0 ? (sum - sumTold) / steps : lastTold;
    sumTold = sum;
    stepTold = last.globalStep();
    validationTold = validationTold || validationLoss.isPresent();
    double epoch = last.epoch() - 1 + (double) last.step() / last.steps();
    var progress = new TrialProgress(stepTold, epoch, lastTold, validationLoss, seconds());
    if (!monitor.progressed(progress)) {
      stop.run();
    }
  }

  private double seconds() {
    return (System.nanoTime() - begin) * SECONDS;
  }

  /// What the trial came to.
  ///
  /// @param memory null where it is not known
  TrialOutcome outcome(TrainResult result, PeakMemory memory) {
    boolean toldAll = last == null || (last.globalStep() == stepTold && validationTold);
    if (result.interrupted()) {
      var _ = monitor.wanted(); // it may have been stopped while it validated
    } else if (!toldAll) {
      tell(validatedAt == last.globalStep() ? validation : OptionalDouble.empty());
    }
    return new TrialOutcome(
        parameters,
        result.steps(),
        seconds(),
        result.steps() > 0 ? OptionalDouble.of(sum / result.steps()) : OptionalDouble.empty(),
        result.validationLoss(),
        memory == null ? OptionalLong.empty() : OptionalLong.of(memory.bytes()),
        Optional.empty());
  }
}
