package dev.refrain.bench;

import dev.refrain.bench.peer.TorchSpeed;
import dev.refrain.bench.peer.TorchTranslation;
import dev.refrain.data.PairBatch;
import dev.refrain.data.SentencePair;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.task.translation.TranslationConfig;
import dev.refrain.task.translation.TranslationCorpus;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.task.translation.TranslationTask;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Task;
import dev.refrain.train.Trainer;
import java.util.ArrayList;
import java.util.List;

/// Translation with additive attention, as Refrain does it by default: embeddings of 256, learned
/// bridge, all true tokens read, Adam with clipping; here vocabularies of 8,000 words and batches of
/// 32 pairs of 16 tokens on both sides, ends included.
///
/// @param id to choose it by
/// @param encoder of 256
/// @param decoder of 256
record AttentionTraining(String id, RecurrentConfig encoder, RecurrentConfig decoder)
    implements TrainingCase {
  private static final double RATE = 1e-3;
  private static final double CLIP = 1;
  private static final long SEED = 1;
  private static final int VOCABULARY = 8_000;
  private static final int BATCH = 32;
  private static final int BATCHES = 20;
  private static final int TOKENS = 16;
  private static final int SAME_STEPS = 4;

  @Override
  public String unit() {
    return "target tokens";
  }

  @Override
  public int stepsPerRound() {
    return 5;
  }

  private TranslationConfig config() {
    return TranslationConfig.defaults()
        .withTokens(TokenConfig.defaults(TokenUnit.WORD).withVocabulary(VOCABULARY, 1))
        .withLayers(encoder, decoder)
        .withDropout(0, 0)
        .withBatch(BATCH);
  }

  @Override
  public Field enter(Setting setting) {
    TranslationConfig config = config();
    int words = TOKENS - 1; // and the end
    List<SentencePair> pairs =
        new RandomPairs(BATCHES * BATCH, words, words, VOCABULARY, VOCABULARY).sentences();
    TranslationCorpus corpus = TranslationCorpus.of("random", pairs, List.of(), config);
    TranslationModel model = TranslationModel.create(config, corpus, Rng.seeded(SEED));
    var torch = new TorchTranslation(config, model.parameters(), RATE, CLIP);
    long tokens = (long) BATCH * TOKENS;
    var run = new TorchSpeed.Run("libtorch", setting.peerThreads(), setting.steps(), tokens);
    List<String> agreement = agreement(model, corpus, torch, pairs);
    return new Field(
        List.of(
            new TorchSpeed<>(run, RandomPairs.batches(corpus, config), torch::step, torch::close),
            new RefrainSpeed(
                trainer(new TranslationTask(model, corpus), setting.threads()),
                setting.steps(),
                tokens)),
        agreement);
  }

  private static List<String> agreement(
      TranslationModel model,
      TranslationCorpus corpus,
      TorchTranslation torch,
      List<SentencePair> pairs) {
    List<PairBatch> batches = RandomPairs.batches(corpus, model.config());
    List<String> agreement = new ArrayList<>();
    agreement.add(Agreement.ofSize(torch.size(), model.parameters().count()));
    agreement.add(
        Agreement.of(
            "libtorch and Refrain", loss(torch, batches), model.loss(pairs).natsPerToken()));
    batches.subList(0, SAME_STEPS).forEach(torch::step);
    trainer(new InOrder(new TranslationTask(model, corpus)), 1).steps(SAME_STEPS).run();
    agreement.add(
        Agreement.of(
            "libtorch and Refrain after %d steps on the same batches".formatted(SAME_STEPS),
            loss(torch, batches),
            model.loss(pairs).natsPerToken()));
    return agreement;
  }

  private static double loss(TorchTranslation torch, List<PairBatch> batches) {
    return batches.stream().mapToDouble(torch::evaluate).average().orElseThrow();
  }

  private static Trainer trainer(Task task, int threads) {
    return Trainer.of(task)
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(RATE))
        .clipNorm(CLIP)
        .shards(threads)
        .threads(threads);
  }
}
