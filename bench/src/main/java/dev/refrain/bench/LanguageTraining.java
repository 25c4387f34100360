package dev.refrain.bench;

import dev.refrain.bench.peer.ModelShape;
import dev.refrain.bench.peer.SpeedCase;
import dev.refrain.bench.peer.TorchLanguageModel;
import dev.refrain.bench.peer.TorchSpeed;
import dev.refrain.data.IdBatch;
import dev.refrain.data.Windows;
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
import dev.refrain.train.Trainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// The character language model on random characters, by Adam with clipping.
record LanguageTraining(SpeedCase speedCase) implements TrainingCase {
  private static final double RATE = 1e-3;
  private static final double CLIP = 5;
  private static final int BATCHES = 16;
  private static final long SEED = 1;

  @Override
  public String id() {
    return speedCase.id();
  }

  @Override
  public String unit() {
    return "characters";
  }

  @Override
  public int stepsPerRound() {
    return 10;
  }

  @Override
  public Field enter(Setting setting) {
    return new Field(List.of(torch(setting), refrain(setting)), List.of());
  }

  private Contender torch(Setting setting) {
    var model =
        new TorchLanguageModel(
            speedCase.shape(),
            new TorchLanguageModel.Training(RATE, CLIP, SEED),
            speedCase.batch());
    Windows text = speedCase.randomText(BATCHES);
    List<IdBatch> batches = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      batches.add(new IdBatch());
      text.fill(i, 0, speedCase.batch(), batches.getLast());
    }
    var run =
        new TorchSpeed.Run(
            "libtorch", setting.peerThreads(), setting.steps(), speedCase.charactersPerStep());
    return new TorchSpeed<>(run, batches, model::step, model::close);
  }

  private Contender refrain(Setting setting) {
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
    Corpus corpus = Corpus.of("random", randomText(), config);
    var task = new LanguageTask(LanguageModel.create(config, corpus, Rng.seeded(SEED)), corpus);
    Trainer trainer =
        Trainer.of(task)
            .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(RATE))
            .clipNorm(CLIP)
            .shards(setting.threads())
            .threads(setting.threads());
    return new RefrainSpeed(trainer, setting.steps(), speedCase.charactersPerStep());
  }

  private String randomText() {
    var text = new StringBuilder();
    new SplittableRandom(1)
        .ints((long) BATCHES * speedCase.charactersPerStep() + 1, 0, speedCase.shape().vocabulary())
        .forEach(id -> text.append((char) ('!' + id)));
    return text.toString();
  }
}
