package dev.refrain.app;

import dev.refrain.train.TrainEvent;
import dev.refrain.train.TrainEvent.CheckpointSaved;
import dev.refrain.train.TrainEvent.EpochDone;
import dev.refrain.train.TrainEvent.Finished;
import dev.refrain.train.TrainEvent.Started;
import dev.refrain.train.TrainEvent.StepDone;
import dev.refrain.train.TrainEvent.Validated;
import dev.refrain.train.TrainListener;
import java.util.Locale;

/// Shows a run to people: a progress bar, a line after each epoch, and samples.
final class TrainingView implements TrainListener, AutoCloseable {
  /// How much of the shown loss is the past: a mean over about the last ten steps.
  private static final double SMOOTHING = 0.9;

  private final ProgressLine line = new ProgressLine();
  private final Lesson lesson;
  private final String unit;
  private long startNanos;
  private double startFraction = Double.NaN;
  private double smoothedLoss = Double.NaN;
  private double smoothedRate = Double.NaN;
  private int epochs;
  private boolean best;

  TrainingView(Lesson lesson) {
    this.lesson = lesson;
    this.unit = lesson.unit();
  }

  @Override
  public void on(TrainEvent event) {
    switch (event) {
      case Started e -> started(e);
      case StepDone e -> stepped(e);
      case Validated e -> best = e.best();
      case CheckpointSaved e -> {}
      case EpochDone e -> epochDone(e);
      case Finished e -> line.erase();
    }
  }

  private void started(Started e) {
    epochs = e.epochs();
    startNanos = System.nanoTime();
    print(
        "%,d parameters; %d %s on %d %s; %s"
            .formatted(
                e.parameters(),
                e.shards(),
                e.shards() == 1 ? "shard" : "shards",
                e.threads(),
                e.threads() == 1 ? "thread" : "threads",
                e.device()));
    if (e.epoch() > epochs) {
      print("all %d epochs are done already; ask for more with --epochs".formatted(epochs));
    } else if (e.resumed()) {
      print("going on in epoch %d at step %d of %d".formatted(e.epoch(), e.step(), e.steps()));
    }
  }

  private void stepped(StepDone e) {
    double done = (e.epoch() - 1 + (double) e.step() / e.steps()) / epochs;
    if (Double.isNaN(startFraction)) {
      startFraction = done; // the first step, with its warming up, tells nothing of the rest
      startNanos = System.nanoTime();
    }
    smoothedLoss = smoothed(smoothedLoss, e.loss());
    smoothedRate = smoothed(smoothedRate, e.unitsPerSecond());
    if (line.isDue()) {
      double seconds = (System.nanoTime() - startNanos) * 1e-9;
      double progress = done - startFraction;
      double left = progress > 0 ? seconds / progress * (1 - done) : Double.NaN;
      String label = "epoch " + e.epoch() + "/" + epochs;
      line.show(new Progress(label, done, smoothedRate, unit, smoothedLoss, left));
    }
  }

  private static double smoothed(double past, double now) {
    return Double.isNaN(past) ? now : SMOOTHING * past + (1 - SMOOTHING) * now;
  }

  private void epochDone(EpochDone e) {
    var text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, "epoch %d/%d  training loss %.4f", e.epoch(), epochs, e.loss()));
    if (e.validationLoss().isPresent()) {
      double loss = e.validationLoss().getAsDouble();
      text.append("  ").append(lesson.validation(loss));
      text.append(best ? " (best)" : "");
      lesson.score().ifPresent(score -> text.append("  ").append(score));
    }
    text.append("  ").append(Progress.amount(e.unitsPerSecond())).append(' ').append(unit);
    text.append("/s  ").append(Progress.duration(e.seconds()));
    print(text.toString());
    lesson
        .sample()
        .ifPresent(
            sample -> print("  " + sample.strip().replace("\n", "\n  ") + System.lineSeparator()));
  }

  /// Prints a line of the command's result.
  void print(String text) {
    line.print(text);
  }

  /// Prints a remark to standard error.
  void remark(String text) {
    line.remark(text);
  }

  @Override
  public void close() {
    line.close();
  }
}
