package dev.refrain.train;

import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.optim.Clipping;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.ScheduleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/// Trains a [Task]: says how, then [#run]. One trainer is one run.
///
/// ```java
/// TrainResult result =
///     Trainer.of(task)
///         .optimizer(OptimizerConfig.of(OptimizerKind.ADAMW).withRate(2e-3))
///         .schedule(ScheduleConfig.cosine(0.1).withWarmUp(100))
///         .clipNorm(1)
///         .epochs(15)
///         .listener(progressBar)
///         .checkpoints(writer, CheckpointPlan.standard())
///         .run();
/// ```
///
/// The loss of a step is the sum over all shards divided by the number of predictions. The weights
/// that come out depend on task, settings, seed and number of shards; not on the number of
/// threads, on when checkpoints are saved, nor on how often the run was killed and resumed.
///
/// After the run the task's parameters hold the best weights: those of the lowest validation loss,
/// or the last ones where nothing is held out.
public final class Trainer {
  private final Task task;
  private final AtomicBoolean stopRequested = new AtomicBoolean();
  private final List<TrainListener> listeners = new ArrayList<>();
  private final AtomicBoolean used = new AtomicBoolean();

  private OptimizerConfig optimizer = OptimizerConfig.of(OptimizerKind.ADAMW);
  private ScheduleConfig schedule = ScheduleConfig.constant();
  private Clipping clipping = Clipping.NONE;
  private double weightNoise;
  private int epochs = 1;
  private long steps = Long.MAX_VALUE;
  private double seconds = Double.POSITIVE_INFINITY;
  private int validateEvery;
  private OptionalInt patience = OptionalInt.empty();
  private OptionalInt shards = OptionalInt.empty();
  private int threads = Runtime.getRuntime().availableProcessors();
  private OptionalLong seed = OptionalLong.empty();
  private Kernels kernels;
  private ModelWriter writer;
  private CheckpointPlan plan = CheckpointPlan.standard();

  private Trainer(Task task) {
    this.task = task;
  }

  public static Trainer of(Task task) {
    return new Trainer(task);
  }

  /// The update rule; AdamW with its defaults unless said.
  public Trainer optimizer(OptimizerConfig optimizer) {
    this.optimizer = optimizer;
    return this;
  }

  /// How the learning rate changes; constant unless said.
  public Trainer schedule(ScheduleConfig schedule) {
    this.schedule = schedule;
    return this;
  }

  /// Bounds on the gradients; none unless said.
  public Trainer clip(Clipping clipping) {
    this.clipping = clipping;
    return this;
  }

  /// A bound on the length of the whole gradient.
  public Trainer clipNorm(double norm) {
    return clip(clipping.withNorm(norm));
  }

  /// A bound on the magnitude of each gradient.
  public Trainer clipValue(double value) {
    return clip(clipping.withValue(value));
  }

  /// Adds noise to the weights while a step's gradient is taken, and takes it away before the update
  /// (Jim, Giles & Horne 1996). Biases have none.
  ///
  /// @param deviation of the normal distribution it is drawn from, in the units of the weights; 0 for
  ///     none, as it is unless said
  /// @throws IllegalArgumentException if it is negative or not finite
  public Trainer weightNoise(double deviation) {
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the weights' noise has the deviation %s, it must be 0 or more".formatted(deviation));
    }
    weightNoise = deviation;
    return this;
  }

  /// How many times to go through the data; once unless said.
  public Trainer epochs(int epochs) {
    this.epochs = positive("number of epochs", epochs);
    return this;
  }

  /// The most steps to take, those before a resume included.
  public Trainer steps(long steps) {
    this.steps = positive("number of steps", steps);
    return this;
  }

  /// The longest the run may take, parts before a resume included.
  public Trainer seconds(double seconds) {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException(
          "the time to train is %s seconds, it must be more than 0".formatted(seconds));
    }
    this.seconds = seconds;
    return this;
  }

  /// Validates also after every so many steps within an epoch, not only at its end.
  public Trainer validateEvery(int steps) {
    validateEvery = positive("number of steps between validations", steps);
    return this;
  }

  /// Stops when so many validations in a row have not brought a lower loss.
  public Trainer patience(int validations) {
    patience = OptionalInt.of(positive("patience", validations));
    return this;
  }

  /// How many parts to cut a batch into; the bits depend on it. Unless said, as the model's folder
  /// says or, without one, as many as this machine has processors.
  public Trainer shards(int shards) {
    this.shards = OptionalInt.of(positive("number of shards", shards));
    return this;
  }

  /// The most threads to use, the calling one included; as many as there are processors unless
  /// said. More than there are shards are of no use.
  public Trainer threads(int threads) {
    this.threads = positive("number of threads", threads);
    return this;
  }

  /// What order of data and dropout depend on. Unless said, as the model's folder says, or 0.
  public Trainer seed(long seed) {
    this.seed = OptionalLong.of(seed);
    return this;
  }

  /// What computes; the best there is unless said.
  public Trainer kernels(Kernels kernels) {
    this.kernels = kernels;
    return this;
  }

  /// Adds someone to hear the events, after those added before.
  public Trainer listener(TrainListener listener) {
    listeners.add(listener);
    return this;
  }

  /// Saves the run's state in a model's folder, and its events in `training/events.jsonl`. A writer
  /// made by [ModelWriter#resume] makes the run go on where the folder's left off. The writer is
  /// left open.
  public Trainer checkpoints(ModelWriter writer, CheckpointPlan plan) {
    this.writer = writer;
    this.plan = plan;
    return this;
  }

  /// Has the run finish its current step, save its state and return with a result that says
  /// [StopReason#REQUESTED]. May be called from any thread, a signal's too, at any time.
  /// Interrupting the thread that runs has the same effect.
  public void requestStop() {
    stopRequested.set(true);
  }

  /// Trains.
  ///
  /// @throws TrainingException in one sentence if loss or gradients are no longer finite, the state
  ///     cannot be saved, or the folder's state is not of this run
  public TrainResult run() {
    if (used.getAndSet(true)) {
      throw new IllegalStateException("this trainer has already run; make a new one");
    }
    if (task.validationSteps() == 0 && (patience.isPresent() || validateEvery > 0)) {
      throw new IllegalStateException(
          "patience and validation need held-out data, this task has none");
    }
    try (TrainRun run = new TrainRun(task, settings(), writer, listeners, stopRequested)) {
      return run.run();
    }
  }

  private TrainSettings settings() {
    return new TrainSettings(
        optimizer,
        schedule,
        clipping,
        weightNoise,
        epochs,
        steps,
        seconds,
        validateEvery,
        patience,
        writer == null
            ? shards.orElse(Runtime.getRuntime().availableProcessors())
            : agreed("number of shards", shards, writer.manifest().shards()),
        threads,
        writer == null ? seed.orElse(0) : agreed("seed", seed, writer.manifest().seed()),
        kernels == null ? Devices.best() : kernels,
        plan);
  }

  private int agreed(String what, OptionalInt said, int saved) {
    return Math.toIntExact(
        agreed(
            what,
            said.isPresent() ? OptionalLong.of(said.getAsInt()) : OptionalLong.empty(),
            (long) saved));
  }

  private long agreed(String what, OptionalLong said, long saved) {
    if (said.isPresent() && said.getAsLong() != saved) {
      throw new TrainingException(
          "%s: the model's %s is %d, the run asks for %d; leave it out or make a new model"
              .formatted(writer.path(), what, saved, said.getAsLong()));
    }
    return saved;
  }

  private static int positive(String what, int number) {
    return Math.toIntExact(positive(what, (long) number));
  }

  private static long positive(String what, long number) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "the %s is %d, it must be 1 or more".formatted(what, number));
    }
    return number;
  }
}
