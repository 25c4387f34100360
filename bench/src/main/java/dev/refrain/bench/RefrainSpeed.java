package dev.refrain.bench;

import dev.refrain.train.TrainEvent;
import dev.refrain.train.Trainer;
import java.util.concurrent.Exchanger;

/// Training steps of Refrain: the whole trainer, as users run it, held at the end of a step until
/// the next round.
final class RefrainSpeed implements Contender {
  private final int stepsPerRun;
  private final long workPerStep;
  private final Exchanger<Double> rounds = new Exchanger<>();
  private final Trainer trainer;
  private final Thread thread;
  private int remaining;
  private long started;
  private volatile RuntimeException failure;

  /// @param trainer all set but for the number of epochs; not yet running
  RefrainSpeed(Trainer trainer, int stepsPerRun, long workPerStep) {
    this.stepsPerRun = stepsPerRun;
    this.workPerStep = workPerStep;
    this.trainer =
        trainer
            .epochs(Integer.MAX_VALUE)
            .listener(
                event -> {
                  if (event instanceof TrainEvent.StepDone) {
                    stepDone();
                  }
                });
    thread = Thread.ofPlatform().daemon().name("refrain-contender").unstarted(this::train);
    thread.start();
  }

  private void train() {
    awaitRound();
    try {
      trainer.run();
    } catch (RuntimeException e) {
      failure = e;
      exchange(0.0);
    }
  }

  private void stepDone() {
    if (--remaining == 0) {
      exchange((System.nanoTime() - started) * 1e-9);
      awaitRound();
    }
  }

  private void awaitRound() {
    exchange(0.0);
    remaining = stepsPerRun;
    started = System.nanoTime();
  }

  private double exchange(double value) {
    try {
      return rounds.exchange(value);
    } catch (InterruptedException closed) {
      return 0; // the trainer has been asked to stop, and does so at the end of its next step
    }
  }

  @Override
  public String name() {
    return "Refrain";
  }

  @Override
  public double runOnce() {
    exchange(0.0);
    double seconds = exchange(0.0);
    if (failure != null) {
      throw new IllegalStateException("Refrain failed: " + failure.getMessage(), failure);
    }
    return seconds;
  }

  @Override
  public long workPerRun() {
    return stepsPerRun * workPerStep;
  }

  @Override
  public void close() {
    trainer.requestStop();
    thread.interrupt();
  }
}
