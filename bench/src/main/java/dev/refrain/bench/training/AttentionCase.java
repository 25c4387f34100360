package dev.refrain.bench.training;

import dev.refrain.bench.peer.TorchTranslation;
import dev.refrain.bench.race.Contender;
import dev.refrain.bench.race.SpeedCase;
import dev.refrain.data.SentencePair;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.task.translation.TranslationConfig;
import dev.refrain.task.translation.TranslationCorpus;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.task.translation.TranslationTask;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Task;
import java.util.List;

/// Translation with additive attention, as Refrain does it by default: embeddings of 256, learned
/// bridge, all true tokens read, Adam with clipping; here vocabularies of 8,000 words and batches of
/// 32 pairs of 16 tokens on both sides, ends included.
///
/// @param id to choose it by
/// @param title for tables
/// @param encoder of 256
/// @param decoder of 256
public record AttentionCase(
    String id, String title, RecurrentConfig encoder, RecurrentConfig decoder)
    implements SpeedCase {
  private static final double RATE = 1e-3;
  private static final double CLIP = 1;
  private static final long SEED = 1;
  private static final int WIDTH = 256;
  private static final int VOCABULARY = 8_000;
  private static final int BATCH = 32;
  private static final int BATCHES = 20;
  private static final int TOKENS = 16;

  /// Encoders in both directions or one, GRU and LSTM.
  public static final List<AttentionCase> ALL =
      List.of(
          of("attention-gru", "GRU, encoder both ways", CellKind.GRU, true),
          of("attention-gru-forward", "GRU, encoder forwards", CellKind.GRU, false),
          of("attention-lstm", "LSTM, encoder both ways", CellKind.LSTM, true));

  private static AttentionCase of(String id, String what, CellKind cell, boolean bothDirections) {
    RecurrentConfig forward = RecurrentConfig.of(cell, WIDTH);
    return new AttentionCase(
        id,
        "encoder–decoder with attention, " + what,
        bothDirections ? forward.bothDirections() : forward,
        forward);
  }

  @Override
  public String unit() {
    return "target tokens";
  }

  @Override
  public long workPerStep() {
    return (long) BATCH * TOKENS;
  }

  @Override
  public List<String> peers() {
    return List.of(LIBTORCH);
  }

  /// The whole model.
  public TranslationConfig config() {
    return TranslationConfig.defaults()
        .withTokens(TokenConfig.defaults(TokenUnit.WORD).withVocabulary(VOCABULARY, 1))
        .withLayers(encoder, decoder)
        .withDropout(0, 0)
        .withBatch(BATCH);
  }

  /// The random pairs.
  public TranslationCorpus corpus() {
    return TranslationCorpus.of("random", sentences(), List.of(), config());
  }

  /// The pairs of the corpus as they are written.
  public static List<SentencePair> sentences() {
    int words = TOKENS - 1; // and the end
    return new RandomPairs(BATCHES * BATCH, words, words, VOCABULARY, VOCABULARY).sentences();
  }

  /// The model before it has learned anything; the same for all contenders.
  public TranslationModel model(TranslationCorpus corpus) {
    return TranslationModel.create(config(), corpus, Rng.seeded(SEED));
  }

  @Override
  public Contender enter(String contender, int threads) {
    TranslationCorpus corpus = corpus();
    TranslationModel model = model(corpus);
    if (contender.equals(REFRAIN)) {
      Task task = new InOrder(new TranslationTask(model, corpus));
      return RefrainTraining.byAdam(task, RATE, CLIP, threads);
    }
    var torch = new TorchTranslation(config(), model.parameters(), RATE, CLIP);
    return new TorchContender<>(
        threads, torch.size(), RandomPairs.batches(corpus, config()), torch::step);
  }
}
