package dev.refrain.bench.training;

import dev.refrain.bench.race.Contender;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.train.Task;
import dev.refrain.train.TrainEvent;
import dev.refrain.train.Trainer;
import java.util.Map;
import java.util.concurrent.Exchanger;

/// Training steps of Refrain: the whole trainer, as users run it, held at the end of a step until
/// more are wanted.
public final class RefrainTraining implements Contender {
  private final long learned;
  private final Trainer trainer;
  private final Thread thread;
  private final Exchanger<Integer> turns = new Exchanger<>();
  private int remaining;
  private volatile double loss;
  private volatile RuntimeException failure;

  /// @param task in the order in which its batches are to come
  /// @param trainer of that task, all set but for the number of epochs; not yet running
  public RefrainTraining(Task task, Trainer trainer) {
    learned = task.parameters().count();
    this.trainer =
        trainer
            .epochs(Integer.MAX_VALUE)
            .listener(
                event -> {
                  if (event instanceof TrainEvent.StepDone done) {
                    stepDone(done);
                  }
                });
    thread = Thread.ofPlatform().daemon().name("refrain-contender").start(this::train);
  }

  /// Training by Adam, each batch cut into as many shards as there are threads.
  ///
  /// @param clip the longest norm of the whole gradient
  static RefrainTraining byAdam(Task task, double rate, double clip, int threads) {
    return new RefrainTraining(
        task,
        Trainer.of(task)
            .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(rate))
            .clipNorm(clip)
            .shards(threads)
            .threads(threads));
  }

  private void train() {
    awaitTurn();
    try {
      trainer.run();
    } catch (RuntimeException e) {
      failure = e;
      exchange(0);
    }
  }

  private void stepDone(TrainEvent.StepDone done) {
    loss = done.loss();
    if (--remaining == 0) {
      exchange(0);
      awaitTurn();
    }
  }

  private void awaitTurn() {
    remaining = exchange(0);
  }

  private int exchange(int value) {
    try {
      return turns.exchange(value);
    } catch (InterruptedException closed) {
      return 0; // the trainer has been asked to stop, and does so at the end of its next step
    }
  }

  @Override
  public Map<String, Double> figures() {
    return StepLosses.figures(
        learned,
        () -> {
          run(1);
          return loss;
        });
  }

  @Override
  public void run(int steps) {
    exchange(steps);
    exchange(0);
    if (failure != null) {
      throw new IllegalStateException("Refrain failed: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void close() {
    trainer.requestStop();
    thread.interrupt();
  }
}
