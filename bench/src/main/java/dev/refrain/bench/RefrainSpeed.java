package dev.refrain.bench;

import dev.refrain.bench.peer.ModelShape;
import dev.refrain.bench.peer.SpeedCase;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.task.language.Corpus;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageModelConfig;
import dev.refrain.task.language.LanguageTask;
import dev.refrain.task.language.TextLevel;
import dev.refrain.tensor.Rng;
import dev.refrain.train.TrainEvent;
import dev.refrain.train.Trainer;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.concurrent.Exchanger;

/// Training steps of Refrain's language model on random characters: the whole trainer, as users run
/// it, held at the end of a step until the next round.
final class RefrainSpeed implements Contender {
  private static final double RATE = 1e-3;
  private static final double CLIP = 5;
  private static final int BATCHES = 16;

  private final SpeedCase speedCase;
  private final int stepsPerRun;
  private final Exchanger<Double> rounds = new Exchanger<>();
  private final Trainer trainer;
  private final Thread thread;
  private int remaining;
  private long started;

  RefrainSpeed(SpeedCase speedCase, int threads, int stepsPerRun) {
    this.speedCase = speedCase;
    this.stepsPerRun = stepsPerRun;
    trainer =
        Trainer.of(task(speedCase))
            .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(RATE))
            .clipNorm(CLIP)
            .epochs(Integer.MAX_VALUE)
            .shards(threads)
            .threads(threads)
            .listener(
                event -> {
                  if (event instanceof TrainEvent.StepDone) {
                    stepDone();
                  }
                });
    thread = Thread.ofPlatform().daemon().name("refrain-contender").unstarted(this::train);
    thread.start();
  }

  private static LanguageTask task(SpeedCase speedCase) {
    ModelShape shape = speedCase.shape();
    CellKind cell = shape.cell() == ModelShape.Cell.LSTM ? CellKind.LSTM : CellKind.GRU;
    var config =
        LanguageModelConfig.defaults(TextLevel.CHARACTER)
            .withRecurrent(
                RecurrentConfig.of(cell, Collections.nCopies(shape.layers(), shape.hidden())))
            .withEmbedding(shape.embedding())
            .withLength(speedCase.length())
            .withStep(speedCase.length())
            .withBatch(speedCase.batch())
            .withValidation(0);
    Corpus corpus = Corpus.of("random", randomText(shape.vocabulary(), speedCase), config);
    return new LanguageTask(LanguageModel.create(config, corpus, Rng.seeded(1)), corpus);
  }

  private static String randomText(int vocabulary, SpeedCase speedCase) {
    var text = new StringBuilder();
    new SplittableRandom(1)
        .ints((long) BATCHES * speedCase.charactersPerStep() + 1, 0, vocabulary)
        .forEach(id -> text.append((char) ('!' + id)));
    return text.toString();
  }

  private void train() {
    awaitRound();
    trainer.run();
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
    return exchange(0.0);
  }

  @Override
  public long workPerRun() {
    return (long) stepsPerRun * speedCase.charactersPerStep();
  }

  @Override
  public void close() {
    trainer.requestStop();
    thread.interrupt();
  }
}
