package dev.refrain.app;

import dev.refrain.search.Measure;
import dev.refrain.search.Study;
import dev.refrain.search.StudyEvent;
import dev.refrain.search.StudyEvent.Closed;
import dev.refrain.search.StudyEvent.Ended;
import dev.refrain.search.StudyEvent.Opened;
import dev.refrain.search.StudyEvent.Progressed;
import dev.refrain.search.StudyEvent.RoundBegan;
import dev.refrain.search.StudyEvent.Started;
import dev.refrain.search.StudyHistory;
import dev.refrain.search.StudyLimits;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.Trial;
import dev.refrain.search.TrialState;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Shows a search to people: a line for each trial that has ended, a bar with those under way, the
/// best so far and the time left, and at the end a table.
final class SearchProgress implements SearchView {
  private final ProgressLine line = new ProgressLine();
  private final StudyPlan plan;
  private final StudyLimits limits;
  private final OptionalInt trials;
  private final double workedBefore;
  private final long begin = System.nanoTime();
  private final Map<Integer, Started> running = new TreeMap<>();
  private final Map<Integer, Double> parts = new TreeMap<>(); // done of each, 0 to 1

  private int ended;
  private double endedHere; // trials, parts included, since this session began
  private OptionalDouble best = OptionalDouble.empty();
  private int bestTrial;
  private double loss = Double.NaN;
  private double rate;

  SearchProgress(Study study, StudyLimits limits) {
    this.plan = study.plan();
    this.limits = limits;
    OptionalInt possible = plan.strategy().trials(plan.space());
    this.trials =
        possible.isEmpty() || limits.trials().isEmpty()
            ? possible.isPresent() ? possible : limits.trials()
            : OptionalInt.of(Math.min(possible.getAsInt(), limits.trials().getAsInt()));
    StudyHistory history = study.history();
    this.workedBefore = history.worked().toMillis() * 1e-3;
    this.ended = (int) history.trials().stream().filter(t -> t.ended().isPresent()).count();
    history
        .best()
        .ifPresent(
            trial -> {
              best = trial.completeValue();
              bestTrial = trial.number();
            });
  }

  @Override
  public synchronized void on(StudyEvent event) {
    switch (event) {
      case Opened _ -> {
        if (ended > 0) {
          print("going on behind %d trials".formatted(ended));
        }
      }
      case RoundBegan e -> {
        if (e.round() > 1) {
          print(
              "round %d: %s"
                  .formatted(
                      e.round(),
                      e.bounds().entrySet().stream()
                          .map(b -> b.getKey() + " " + TrialTableText.bounds(b.getValue()))
                          .collect(Collectors.joining(", "))));
        }
      }
      case Started e -> {
        running.put(e.trial(), e);
        parts.put(e.trial(), 0.0);
      }
      case Progressed e -> progressed(e);
      case Ended e -> ended(e);
      case Closed _ -> line.erase();
    }
  }

  private void progressed(Progressed e) {
    double part =
        switch (plan.budget().unit()) {
          case STEPS -> (double) e.step() / plan.budget().amount();
          case EPOCHS -> e.epoch() / plan.budget().amount();
          case SECONDS -> e.seconds() / plan.budget().amount();
        };
    parts.put(e.trial(), Math.min(1, part));
    loss = plan.measure().of(e).orElse(e.trainingLoss());
    rate = e.step() / e.seconds();
    if (line.isDue()) {
      line.show(new Progress(label(), fraction(), rate, "steps", loss, secondsLeft()));
    }
  }

  private String label() {
    String numbers =
        running.keySet().stream().map(number -> "" + number).collect(Collectors.joining(", "));
    String who = (running.size() == 1 ? "trial " : "trials ") + numbers;
    String of = trials.isPresent() ? " of " + trials.getAsInt() : "";
    String found =
        best.isPresent()
            ? String.format(Locale.ROOT, "  best %.4f (trial %d)", best.getAsDouble(), bestTrial)
            : "";
    return who + of + found;
  }

  private double done() {
    return ended + parts.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private double worked() {
    return workedBefore + (System.nanoTime() - begin) * 1e-9;
  }

  /// By whichever of trials and time is nearer to its limit.
  private double fraction() {
    double byTrials = trials.isPresent() ? done() / trials.getAsInt() : 0;
    double byTime =
        limits.time().isPresent() ? worked() / (limits.time().get().toMillis() * 1e-3) : 0;
    return Math.clamp(Math.max(byTrials, byTime), 0, 1);
  }

  private double secondsLeft() {
    double left = Double.NaN;
    double doneHere = endedHere + parts.values().stream().mapToDouble(Double::doubleValue).sum();
    if (trials.isPresent() && doneHere > 0) {
      double each = (System.nanoTime() - begin) * 1e-9 / doneHere;
      left = each * Math.max(0, trials.getAsInt() - done());
    }
    if (limits.time().isPresent()) {
      double byTime = Math.max(0, limits.time().get().toMillis() * 1e-3 - worked());
      left = Double.isNaN(left) ? byTime : Math.min(left, byTime);
    }
    return left;
  }

  private void ended(Ended e) {
    Started started = running.remove(e.trial());
    parts.remove(e.trial());
    ended++;
    endedHere++;
    boolean improved =
        e.state() == TrialState.COMPLETE
            && (best.isEmpty() || e.value().getAsDouble() < best.getAsDouble());
    if (improved) {
      best = e.value();
      bestTrial = e.trial();
    }
    print(
        "trial %d  %s  %s  %s%s"
            .formatted(
                e.trial(),
                TrialTableText.values(started.values()),
                outcome(e),
                Progress.duration(e.seconds()),
                improved ? "  (best)" : ""));
  }

  private String outcome(Ended e) {
    return switch (e.state()) {
      case COMPLETE ->
          String.format(
              Locale.ROOT,
              "%s %.4f",
              plan.measure() == Measure.VALIDATION_LOSS ? "validation loss" : "training loss",
              e.value().getAsDouble());
      case PRUNED -> "ended early: " + e.reason().orElse("");
      case FAILED -> "failed: " + e.reason().orElse("");
    };
  }

  private void print(String text) {
    line.print(text);
  }

  @Override
  public void remark(String text) {
    line.remark(text);
  }

  @Override
  public void table(StudyHistory history) {
    new TrialTableText(plan, history).lines().forEach(this::print);
  }

  @Override
  public void conclude(StudyHistory history, Trial best, String command, Path report) {
    print("");
    table(history);
    print("");
    print(
        "Best: trial %d with %s, %.4f after %s. Searched for %s; see %s."
            .formatted(
                best.number(),
                TrialTableText.values(best.values()),
                best.completeValue().orElseThrow(),
                plan.budget(),
                Progress.duration(history.worked().toMillis() * 1e-3),
                report));
    print("To train it to the end:  " + command);
  }

  @Override
  public void close() {
    line.close();
  }
}
