package dev.refrain.bench;

import dev.refrain.bench.peer.TorchPairs;
import dev.refrain.bench.peer.TorchSpeed;
import dev.refrain.data.PairBatch;
import dev.refrain.data.SentencePair;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.task.translation.Bridge;
import dev.refrain.task.translation.TeacherForcing;
import dev.refrain.task.translation.TranslationConfig;
import dev.refrain.task.translation.TranslationCorpus;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.task.translation.TranslationTask;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Task;
import dev.refrain.train.Trainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// The lecture's way to learn translation: one pair a step, plain descent at a rate of 0.01, GRU
/// layers on both sides without attention, and half of the pairs written with the decoder's own
/// tokens to read. Sentences of 5 to 9 words, 4,300 different ones on the side that is read and
/// 2,800 on the other; embeddings as wide as the layers.
///
/// @param layers on each side
/// @param width of each
record PairTraining(int layers, int width) implements TrainingCase {
  private static final double RATE = 0.01;
  private static final double FORCED = 0.5;
  private static final long SEED = 1;
  private static final int PAIRS = 1_000;
  private static final int SHORTEST = 5;
  private static final int LONGEST = 9;
  private static final int SOURCE_WORDS = 4_300;
  private static final int TARGET_WORDS = 2_800;
  private static final int FEW = 50;

  @Override
  public String id() {
    return "pair-%dx%d".formatted(layers, width);
  }

  @Override
  public String unit() {
    return "pairs";
  }

  @Override
  public int stepsPerRound() {
    return 100;
  }

  private TranslationConfig config() {
    RecurrentConfig recurrent =
        RecurrentConfig.of(CellKind.GRU, Collections.nCopies(layers, width));
    return TranslationConfig.defaults()
        .withTokens(TokenConfig.defaults(TokenUnit.WORD).withVocabulary(SOURCE_WORDS, 1))
        .withAttention(AttentionKind.NONE)
        .withLayers(recurrent, recurrent)
        .withBridge(Bridge.COPY)
        .withEmbedding(width)
        .withDropout(0, 0)
        .withTeacherForcing(TeacherForcing.of(FORCED))
        .withBatch(1);
  }

  /// A pair, and whether its true tokens are read.
  private record Step(PairBatch pair, boolean forced) {}

  @Override
  public Field enter(Setting setting) {
    TranslationConfig config = config();
    List<SentencePair> pairs =
        new RandomPairs(PAIRS, SHORTEST, LONGEST, SOURCE_WORDS, TARGET_WORDS).sentences();
    TranslationCorpus corpus = TranslationCorpus.of("random", pairs, List.of(), config);
    TranslationModel model = TranslationModel.create(config, corpus, Rng.seeded(SEED));

    var sequences = new TorchPairs(TorchPairs.Way.SEQUENCES, config, model.parameters(), RATE);
    var tokens = new TorchPairs(TorchPairs.Way.TOKENS, config, model.parameters(), RATE);
    List<String> agreement = agreement(corpus, pairs, sequences, tokens);

    var random = new SplittableRandom(SEED);
    List<Step> steps =
        RandomPairs.batches(corpus, config).stream()
            .map(pair -> new Step(pair, random.nextDouble() < FORCED))
            .toList();
    return new Field(
        List.of(
            torch("libtorch", sequences, steps, setting),
            torch("libtorch, as the tutorial", tokens, steps, setting),
            new RefrainSpeed(trainer(new TranslationTask(model, corpus)), setting.steps(), 1)),
        agreement);
  }

  /// Refrain draws itself whose tokens are read; to be compared with the same pairs it is given the
  /// true ones.
  private List<String> agreement(
      TranslationCorpus corpus, List<SentencePair> pairs, TorchPairs sequences, TorchPairs tokens) {
    TranslationConfig forced = config().withTeacherForcing(TeacherForcing.ALWAYS);
    TranslationModel model = TranslationModel.create(forced, corpus, Rng.seeded(SEED));
    List<PairBatch> batches = RandomPairs.batches(corpus, forced);
    List<PairBatch> few = batches.subList(0, FEW);
    List<String> agreement = new ArrayList<>();
    agreement.add(Agreement.ofSize(sequences.size(), model.parameters().count()));
    agreement.add(
        Agreement.of(
            "libtorch and Refrain",
            loss(sequences, batches, true),
            model.loss(pairs).natsPerToken()));
    for (PairBatch pair : few) {
      sequences.step(pair, true);
      tokens.step(pair, true);
    }
    trainer(new InOrder(new TranslationTask(model, corpus))).steps(FEW).run();
    agreement.add(
        Agreement.of(
            "libtorch and Refrain after %d true pairs".formatted(FEW),
            loss(sequences, batches, true),
            model.loss(pairs).natsPerToken()));
    for (PairBatch pair : few) {
      sequences.step(pair, false);
      tokens.step(pair, false);
    }
    agreement.add(
        Agreement.of(
            "libtorch by sequence and by token after %d more with their own tokens".formatted(FEW),
            loss(sequences, few, false),
            loss(tokens, few, false)));
    return agreement;
  }

  private static Trainer trainer(Task task) {
    int shards = 1; // a pair is not cut
    return Trainer.of(task)
        .optimizer(OptimizerConfig.of(OptimizerKind.SGD).withRate(RATE))
        .shards(shards)
        .threads(shards);
  }

  private static double loss(TorchPairs model, List<PairBatch> pairs, boolean forced) {
    double nats = 0;
    long tokens = 0;
    for (PairBatch pair : pairs) {
      nats += model.evaluate(pair, forced) * pair.targetSteps();
      tokens += pair.targetSteps();
    }
    return nats / tokens;
  }

  private static Contender torch(String name, TorchPairs model, List<Step> steps, Setting setting) {
    var run = new TorchSpeed.Run(name, setting.peerThreads(), setting.steps(), 1);
    return new TorchSpeed<>(
        run, steps, step -> model.step(step.pair(), step.forced()), model::close);
  }
}
