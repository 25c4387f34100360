package dev.refrain.search;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Works on a study until a limit is reached or someone stops it.
///
/// ```java
/// try (Study study = Study.create(folder, plan, limits);
///     TrialExecutor trials = new LocalTrials(runner, plan.parallel())) {
///   StudyEnd end = new StudyRun(study, trials, limits).run();
///   study.history().best().ifPresent(...);
/// }
/// ```
///
/// A trial begins when all trials that it may see have ended, and then it sees these and no others,
/// even if more have ended by then. So the table does not depend on how long trials take; the price is
/// that now and then a trial waits although a thread is free.
public final class StudyRun {
  private static final long TICK_MILLIS = 200;

  private final Study study;
  private final StudyPlan plan;
  private final TrialExecutor executor;
  private final StudyLimits limits;
  private final OptionalInt possible; // how many trials the strategy has
  private final List<StudyListener> listeners = new ArrayList<>();
  private final BlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
  private final Map<Integer, Trial> ended = new TreeMap<>();
  private final Map<Integer, Trial> begun = new TreeMap<>(); // cut by the end of a process
  private final Map<Integer, RunningTrial> running = new TreeMap<>();
  private final StudySession session = new Session();

  private volatile boolean stopRequested;
  private volatile boolean stopping;
  private IOException logFailure; // guarded by this
  private RuntimeException listenerFailure; // guarded by this
  private int rounds;
  private Duration workedBefore = Duration.ZERO;
  private long openedAt;

  /// A trial and what became of it.
  private record Finished(int number, TrialOutcome outcome, Throwable failure) {}

  public StudyRun(Study study, TrialExecutor executor, StudyLimits limits) {
    this.study = study;
    this.plan = study.plan();
    this.executor = executor;
    this.limits = limits;
    this.possible = plan.strategy().trials(plan.space());
  }

  /// Adds someone to hear the events, after those added before.
  public StudyRun listener(StudyListener listener) {
    listeners.add(listener);
    return this;
  }

  /// Has the study stop soon; trials under way are given up, and are made again when the study is gone
  /// on with. May be called from any thread, a signal's too, at any time.
  public void requestStop() {
    stopRequested = true;
    stop();
  }

  private void stop() {
    stopping = true;
    executor.abandon();
  }

  /// Works.
  ///
  /// @return why it stopped
  /// @throws IOException if the log cannot be written
  /// @throws RuntimeException that a listener threw; the study then stops
  public StudyEnd run() throws IOException, InterruptedException {
    StudyHistory history = study.history();
    for (Trial trial : history.trials()) {
      (trial.ended().isPresent() ? ended : begun).put(trial.number(), trial);
    }
    rounds = history.rounds().size();
    workedBefore = history.worked();
    openedAt = System.nanoTime();
    session.tell(new StudyEvent.Opened(Instant.now()));
    try {
      StudyEnd end = work();
      stop();
      await();
      session.tell(new StudyEvent.Closed(end, Instant.now()));
      failIfToldInVain();
      return end;
    } finally {
      stop();
      await();
    }
  }

  private StudyEnd work() throws IOException, InterruptedException {
    while (true) {
      failIfToldInVain();
      Optional<StudyEnd> end = end();
      if (end.isPresent()) {
        return end.get();
      }
      while (running.size() < plan.parallel() && mayBegin(next())) {
        begin(next());
      }
      Finished trial = finished.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
      if (trial != null) {
        end(trial);
      }
    }
  }

  private Optional<StudyEnd> end() {
    if (stopRequested) {
      return Optional.of(StudyEnd.REQUESTED);
    }
    if (limits.target().isPresent()
        && ended.values().stream()
            .flatMapToDouble(trial -> trial.completeValue().stream())
            .anyMatch(value -> value <= limits.target().getAsDouble())) {
      return Optional.of(StudyEnd.TARGET);
    }
    if (running.isEmpty()) {
      if (possible.isPresent() && next() > possible.getAsInt()) {
        return Optional.of(StudyEnd.SPACE);
      }
      if (limits.trials().isPresent() && next() > limits.trials().getAsInt()) {
        return Optional.of(StudyEnd.TRIALS);
      }
    }
    Duration worked = workedBefore.plusNanos(System.nanoTime() - openedAt);
    if (limits.time().isPresent() && worked.compareTo(limits.time().get()) >= 0) {
      return Optional.of(StudyEnd.TIME);
    }
    return Optional.empty();
  }

  /// The lowest number of a trial that neither has ended nor runs.
  private int next() {
    int number = 1;
    while (ended.containsKey(number) || running.containsKey(number)) {
      number++;
    }
    return number;
  }

  private boolean mayBegin(int number) {
    if ((possible.isPresent() && number > possible.getAsInt())
        || (limits.trials().isPresent() && number > limits.trials().getAsInt())) {
      return false;
    }
    for (int other = 1; other <= sees(number); other++) {
      if (!ended.containsKey(other)) {
        return false;
      }
    }
    return true;
  }

  private int sees(int number) {
    return Math.max(
        plan.strategy().sees(number, plan.parallel()), plan.pruner().sees(number, plan.parallel()));
  }

  private void begin(int number) {
    int sees = sees(number);
    List<Trial> seen = ended.values().stream().filter(trial -> trial.number() <= sees).toList();
    int round = plan.strategy().round(number);
    SearchSpace part = plan.strategy().space(plan.space(), round, seen);
    if (round > rounds) {
      rounds = round;
      session.tell(new StudyEvent.RoundBegan(round, part.bounds(), Instant.now()));
    }
    Trial before = begun.get(number);
    Point point =
        before == null ? plan.strategy().propose(part, plan.seed(), number, seen) : before.values();
    long seed = seed(number, point);
    var started = new StudyEvent.Started(number, round, point, seed, Instant.now());
    session.tell(started);
    var trial = new RunningTrial(started, plan, seen, session);
    running.put(number, trial);
    var _ = // the queue tells of its failure
        executor
            .submit(
                new TrialRequest(
                    number,
                    plan.space().settings(point),
                    seed,
                    plan.budget(),
                    plan.measure(),
                    plan.evaluateEvery(),
                    !(plan.pruner() instanceof NoPruning)),
                trial)
            .whenComplete(
                (outcome, failure) -> finished.add(new Finished(number, outcome, failure)));
  }

  /// What the space says, or else a number of the trial's own that people can type.
  private long seed(int number, Point point) {
    return point
        .get(SearchSpace.SEED)
        .or(() -> SearchSpace.find(plan.space().constants(), SearchSpace.SEED))
        .map(value -> value.longValue())
        .orElseGet(
            () -> (long) Strategy.rng(plan.seed(), number).split("seed").nextInt(1_000_000_000));
  }

  private void end(Finished trial) {
    RunningTrial was = running.remove(trial.number());
    if (trial.failure() != null) {
      throw trial.failure() instanceof CompletionException wrapped
          ? wrapped
          : new CompletionException(trial.failure());
    }
    if (was.cut() || (stopping && trial.outcome().failure().isPresent())) {
      return; // it may have failed because it was to stop
    }
    StudyEvent.Ended end = was.ended(trial.outcome());
    session.tell(end);
    ended.put(trial.number(), was.trial(end));
  }

  /// Waits for the trials under way, which know that they are to stop.
  private void await() throws InterruptedException {
    while (!running.isEmpty()) {
      Finished trial = finished.take();
      if (trial.failure() == null) {
        end(trial);
      } else {
        running.remove(trial.number());
      }
    }
  }

  private synchronized void failIfToldInVain() throws IOException {
    if (logFailure != null) {
      throw logFailure;
    }
    if (listenerFailure != null) {
      throw listenerFailure;
    }
  }

  private final class Session implements StudySession {
    @Override
    public boolean stopping() {
      return stopping;
    }

    @Override
    public void tell(StudyEvent event) {
      synchronized (StudyRun.this) {
        if (logFailure != null) {
          return;
        }
        try {
          study.record(event);
          if (listenerFailure == null) {
            listeners.forEach(listener -> listener.on(event));
          }
        } catch (IOException e) {
          logFailure = e;
          stopping = true;
        } catch (RuntimeException e) {
          listenerFailure = e;
          stopping = true;
        }
      }
    }
  }
}
