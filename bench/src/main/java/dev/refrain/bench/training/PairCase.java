package dev.refrain.bench.training;

import dev.refrain.bench.peer.TorchPairs;
import dev.refrain.bench.race.Contender;
import dev.refrain.bench.race.SpeedCase;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// The lecture's way to learn translation: one pair a step, plain descent at a rate of 0.01, GRU
/// layers on both sides without attention, and half of the pairs written with the decoder's own
/// tokens to read. Sentences of 5 to 9 words, 4,300 different ones on the side that is read and
/// 2,800 on the other; embeddings as wide as the layers.
///
/// @param layers on each side
/// @param width of each
public record PairCase(int layers, int width) implements SpeedCase {
  private static final double RATE = 0.01;
  private static final double FORCED = 0.5;
  private static final long SEED = 1;
  private static final int PAIRS = 1_000;
  private static final int SHORTEST = 5;
  private static final int LONGEST = 9;
  private static final int SOURCE_WORDS = 4_300;
  private static final int TARGET_WORDS = 2_800;

  /// The lecture's network, and a single layer.
  public static final List<PairCase> ALL = List.of(new PairCase(1, 256), new PairCase(3, 248));

  @Override
  public String id() {
    return "pair-%dx%d".formatted(layers, width);
  }

  @Override
  public String title() {
    return "single pairs, GRU %d × %d".formatted(layers, width);
  }

  @Override
  public String unit() {
    return "pairs";
  }

  @Override
  public long workPerStep() {
    return 1;
  }

  @Override
  public List<String> peers() {
    return List.of(LIBTORCH, LIBTORCH + ", token by token");
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

  /// Which tokens are read is drawn by chance, so what has to agree is taken on true ones alone, with
  /// a model of its own.
  private record Agreeing(Contender runs, Supplier<Map<String, Double>> figuresOfTrue)
      implements Contender {
    @Override
    public Map<String, Double> figures() {
      return figuresOfTrue.get();
    }

    @Override
    public void run(int steps) {
      runs.run(steps);
    }

    @Override
    public void close() {
      runs.close();
    }
  }

  @Override
  public Contender enter(String contender, int threads) {
    List<SentencePair> pairs =
        new RandomPairs(PAIRS, SHORTEST, LONGEST, SOURCE_WORDS, TARGET_WORDS).sentences();
    TranslationConfig forced = config().withTeacherForcing(TeacherForcing.ALWAYS);
    TranslationCorpus corpus = TranslationCorpus.of("random", pairs, List.of(), forced);
    if (contender.equals(REFRAIN)) {
      return new Agreeing(refrain(config(), corpus), () -> refrain(forced, corpus).figures());
    }
    TorchPairs.Way way =
        contender.equals(LIBTORCH) ? TorchPairs.Way.SEQUENCES : TorchPairs.Way.TOKENS;
    List<PairBatch> batches = RandomPairs.batches(corpus, forced);
    var random = new SplittableRandom(SEED);
    List<Step> half =
        batches.stream().map(pair -> new Step(pair, random.nextDouble() < FORCED)).toList();
    List<Step> all = batches.stream().map(pair -> new Step(pair, true)).toList();
    return new Agreeing(
        torch(way, corpus, half, threads), () -> torch(way, corpus, all, threads).figures());
  }

  private static Contender refrain(TranslationConfig config, TranslationCorpus corpus) {
    TranslationModel model = TranslationModel.create(config, corpus, Rng.seeded(SEED));
    Task task = new InOrder(new TranslationTask(model, corpus));
    int shards = 1; // a pair is not cut
    Trainer trainer =
        Trainer.of(task)
            .optimizer(OptimizerConfig.of(OptimizerKind.SGD).withRate(RATE))
            .shards(shards)
            .threads(shards);
    return new RefrainTraining(task, trainer);
  }

  private Contender torch(
      TorchPairs.Way way, TranslationCorpus corpus, List<Step> steps, int threads) {
    TranslationConfig config = config();
    TranslationModel model = TranslationModel.create(config, corpus, Rng.seeded(SEED));
    var torch = new TorchPairs(way, config, model.parameters(), RATE);
    return new TorchContender<>(
        threads, torch.size(), steps, step -> torch.step(step.pair(), step.forced()));
  }
}
