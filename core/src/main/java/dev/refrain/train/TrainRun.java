package dev.refrain.train;

import dev.refrain.optim.Optimizer;
import dev.refrain.optim.Schedule;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.ShardedSteps.LossSum;
import dev.refrain.train.TrainEvent.CheckpointSaved;
import dev.refrain.train.TrainEvent.EpochDone;
import dev.refrain.train.TrainEvent.Finished;
import dev.refrain.train.TrainEvent.Started;
import dev.refrain.train.TrainEvent.StepDone;
import dev.refrain.train.TrainEvent.Validated;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;

/// One run of a [Trainer], from its first step or a checkpoint to its end.
///
/// All that decides what comes next is in [Progress] and in the tensors that a checkpoint holds, so
/// that it makes no difference where a run is cut.
final class TrainRun implements AutoCloseable {
  private static final double SECONDS = 1e-9;

  private final Task task;
  private final Map<String, Tensor> parameters;
  private final TrainSettings settings;
  private final List<TrainListener> listeners;
  private final AtomicBoolean stopRequested;
  private final Optimizer optimizer;
  private final Schedule schedule;
  private final ShardedSteps computing;
  private final RunFolder folder; // null: nothing is saved
  private final BestWeights best;
  private final Divergence divergence;
  private final Rng orders;
  private final Rng masks;

  private Progress progress = new Progress();
  private int steps; // of the epoch at work
  private Map<String, Tensor> carried = Map.of(); // to be given back to the task
  private boolean unsaved = true;
  private boolean wasInterrupted;

  private final long startedAt = System.nanoTime();
  private double secondsBefore; // of this run's parts before a resume
  private long savedAt;
  private long epochStartedAt;
  private long epochTrainingNanos; // by this process
  private long epochTrainedUnits;

  TrainRun(
      Task task,
      TrainSettings settings,
      ModelWriter writer,
      List<TrainListener> listeners,
      AtomicBoolean stopRequested) {
    this.task = task;
    this.settings = settings;
    this.listeners = List.copyOf(listeners);
    this.stopRequested = stopRequested;
    parameters = task.parameters().byName();
    optimizer =
        Optimizer.create(
            settings.optimizer(), settings.clipping(), task.parameters(), settings.kernels());
    schedule = Schedule.create(settings.schedule());
    folder = writer == null ? null : new RunFolder(writer);
    best = new BestWeights(parameters);
    divergence =
        new Divergence(
            settings.kernels(),
            settings.clipping(),
            () -> folder == null ? "" : "; " + folder.kept());
    Rng rng = Rng.seeded(settings.seed());
    orders = rng.split("orders");
    masks = rng.split("masks");
    computing =
        new ShardedSteps(
            task,
            settings.kernels(),
            optimizer,
            settings.weightNoise() > 0
                ? new WeightNoise(optimizer, settings.kernels(), settings.weightNoise())
                : null,
            settings.shards(),
            settings.threads());
  }

  TrainResult run() {
    try {
      begin();
      StopReason reason = trainEpochs();
      return finish(reason);
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void begin() {
    boolean resumed = folder != null && folder.resuming();
    if (resumed) {
      var checkpoint = folder.resume(identity(), parameters, optimizer, schedule);
      progress = checkpoint.progress();
      carried = checkpoint.carried();
      best.resume(checkpoint.best());
      secondsBefore = progress.seconds;
      unsaved = false;
      savedAt = System.nanoTime();
    }
    startEpoch();
    if (!resumed) {
      save(); // so that a kill can be resumed from the very first step, and a full disk shows now
    }
    emit(
        new Started(
            resumed,
            progress.epoch + 1,
            settings.epochs(),
            progress.step,
            steps,
            task.parameters().count(),
            settings.shards(),
            computing.threads(),
            settings.kernels().description()));
  }

  /// Prepares the epoch at which the run stands, be it at its first step or within.
  private void startEpoch() {
    int stepsBefore = progress.steps;
    task.startEpoch(progress.epoch, orders.split(progress.epoch));
    steps = task.steps();
    if (steps < 1) {
      throw new TrainingException(
          "epoch %d has no steps: the data is too small for one batch"
              .formatted(progress.epoch + 1));
    }
    if (progress.step > 0) {
      if (steps != stepsBefore) {
        throw new TrainingException(
            "%s: its epoch had %d steps, now it has %d; resume with the same data and settings"
                .formatted(folder.path(), stepsBefore, steps));
      }
      task.restoreCarried(carried);
      carried = Map.of();
    }
    progress.steps = steps;
    epochStartedAt = System.nanoTime();
    epochTrainingNanos = 0;
    epochTrainedUnits = 0;
  }

  private StopReason trainEpochs() {
    for (boolean first = true; ; first = false) {
      if (patienceExhausted()) {
        return StopReason.PATIENCE;
      }
      if (progress.epoch >= settings.epochs()) {
        return StopReason.EPOCHS;
      }
      if (!first) {
        startEpoch();
      }
      StopReason reason = trainEpoch();
      if (reason != null) {
        return reason;
      }
    }
  }

  /// Trains to the end of the epoch, validation included.
  ///
  /// @return why the run must end, or null if it goes on
  private StopReason trainEpoch() {
    while (true) {
      if (stopRequested()) {
        return StopReason.REQUESTED;
      }
      if (progress.step == steps) {
        return endEpoch() ? null : StopReason.REQUESTED;
      }
      if (validationDue()) {
        if (!validate()) {
          return StopReason.REQUESTED;
        }
        if (patienceExhausted()) {
          return StopReason.PATIENCE;
        }
        continue; // a stop may have been requested meanwhile
      }
      if (progress.globalStep >= settings.steps()) {
        return StopReason.STEPS;
      }
      if (secondsSoFar() >= settings.seconds()) {
        return StopReason.TIME;
      }
      step();
      if (checkpointDue()) {
        save();
      }
    }
  }

  private boolean stopRequested() {
    if (Thread.interrupted()) {
      wasInterrupted = true;
      stopRequested.set(true);
    }
    return stopRequested.get();
  }

  private boolean patienceExhausted() {
    return settings.patience().isPresent()
        && progress.validationsSinceBest >= settings.patience().getAsInt();
  }

  private boolean validationDue() {
    return settings.validateEvery() > 0
        && progress.step > 0
        && progress.globalStep % settings.validateEvery() == 0
        && progress.validatedAt != progress.globalStep;
  }

  private boolean checkpointDue() {
    if (folder == null) {
      return false;
    }
    CheckpointPlan plan = settings.plan();
    boolean bySteps = plan.everySteps() > 0 && progress.globalStep % plan.everySteps() == 0;
    boolean byTime =
        plan.every().isPositive() && System.nanoTime() - savedAt >= plan.every().toNanos();
    return bySteps || byTime;
  }

  private void step() {
    long begin = System.nanoTime();
    double rate = rate();
    LossSum loss;
    double norm;
    try {
      loss =
          computing.forwardAndBackward(
              progress.step, masks.split(progress.epoch).split(progress.step));
      if (loss.count() <= 0) {
        throw new IllegalStateException(
            "step %d of the task has no predictions".formatted(progress.step));
      }
      norm = computing.sumGradients() / loss.count();
      divergence.checkStep(loss.mean(), norm, place(progress.step + 1, rate));
      computing.update(settings.clipping().factor(norm) / loss.count(), rate);
    } finally {
      computing.endStep();
    }
    progress.step++;
    progress.globalStep++;
    progress.units += loss.count();
    progress.epochLoss += loss.sum();
    progress.epochUnits += loss.count();
    unsaved = true;
    long nanos = System.nanoTime() - begin;
    epochTrainingNanos += nanos;
    epochTrainedUnits += loss.count();
    emit(
        new StepDone(
            progress.epoch + 1,
            progress.step,
            steps,
            progress.globalStep,
            loss.mean(),
            norm,
            rate,
            loss.count() / (nanos * SECONDS)));
  }

  /// The learning rate of the next step.
  private double rate() {
    return settings.optimizer().rate()
        * schedule.factor(progress.globalStep, progress.epoch, partDone());
  }

  /// How much of the run lies behind, by whichever of epochs and steps is nearer to its limit.
  private double partDone() {
    double byEpoch = (progress.epoch + (double) progress.step / steps) / settings.epochs();
    return Math.max(byEpoch, (double) progress.globalStep / settings.steps());
  }

  private Divergence.Place place(int step, double rate) {
    return new Divergence.Place(progress.epoch + 1, step, rate);
  }

  /// Validates and turns to the next epoch.
  ///
  /// @return false if a stop was requested before the validation was complete
  private boolean endEpoch() {
    boolean validates = task.validationSteps() > 0;
    if (validates && !validate()) {
      return false;
    }
    double loss = progress.meanLoss();
    if (!validates) {
      schedule.validated(loss);
    }
    int epoch = progress.epoch + 1;
    progress.endEpoch();
    unsaved = true;
    emit(
        new EpochDone(
            epoch,
            settings.epochs(),
            loss,
            validates ? progress.validationLoss : OptionalDouble.empty(),
            (System.nanoTime() - epochStartedAt) * SECONDS,
            epochTrainedUnits == 0 ? 0 : epochTrainedUnits / (epochTrainingNanos * SECONDS)));
    if (folder != null && settings.plan().everyEpoch()) {
      save();
    }
    return true;
  }

  /// Goes through the held-out data and keeps the weights if they are the best so far.
  ///
  /// @return false if a stop was requested before it was complete; nothing has changed then
  private boolean validate() {
    long begin = System.nanoTime();
    LossSum total = new LossSum(0, 0);
    for (int step = 0; step < task.validationSteps(); step++) {
      if (stopRequested()) {
        return false;
      }
      total = total.plus(computing.validate(step));
    }
    double loss = total.mean();
    divergence.checkValidation(loss, place(progress.step, rate()));
    boolean improved = progress.validated(loss);
    schedule.validated(loss);
    if (improved) {
      best.keep();
    }
    unsaved = true;
    emit(
        new Validated(
            progress.epoch + 1,
            progress.globalStep,
            loss,
            total.count(),
            improved,
            (System.nanoTime() - begin) * SECONDS));
    return true;
  }

  private TrainResult finish(StopReason reason) {
    boolean limited = reason == StopReason.STEPS || reason == StopReason.TIME;
    if (limited
        && task.validationSteps() > 0
        && progress.globalStep > 0
        && progress.validatedAt != progress.globalStep) {
      validate();
    }
    if (unsaved) {
      save();
    }
    best.use();
    var result =
        new TrainResult(
            reason,
            progress.epoch,
            progress.globalStep,
            progress.units,
            progress.epochUnits > 0
                ? progress.meanLoss()
                : progress.lastEpochLoss.orElse(Double.NaN),
            progress.validationLoss,
            progress.bestLoss,
            progress.bestEpoch,
            secondsSoFar());
    emit(new Finished(result));
    return result;
  }

  private void save() {
    if (folder == null) {
      return;
    }
    long begin = System.nanoTime();
    divergence.checkWeights(parameters, place(progress.step, rate()));
    progress.seconds = secondsSoFar();
    folder.save(
        progress, identity(), schedule, optimizer, parameters, task.carried(), best.toSave());
    best.saved();
    unsaved = false;
    savedAt = System.nanoTime();
    emit(
        new CheckpointSaved(
            progress.step > 0 ? progress.epoch + 1 : Math.max(1, progress.epoch),
            progress.globalStep,
            folder.path(),
            (savedAt - begin) * SECONDS));
  }

  private Progress.Identity identity() {
    return new Progress.Identity(settings.seed(), settings.shards(), settings.optimizer().kind());
  }

  private double secondsSoFar() {
    return secondsBefore + (System.nanoTime() - startedAt) * SECONDS;
  }

  private void emit(TrainEvent event) {
    if (folder != null) {
      folder.log(event);
    }
    for (TrainListener listener : listeners) {
      listener.on(event);
    }
  }

  @Override
  public void close() {
    computing.close();
    if (folder != null) {
      folder.close();
    }
  }
}
