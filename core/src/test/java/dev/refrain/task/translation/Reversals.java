package dev.refrain.task.translation;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.data.PairBatch;
import dev.refrain.data.PairBatches;
import dev.refrain.data.SentencePair;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A toy language and its translation: the words in another tongue, the other way around.
final class Reversals {
  private static final List<String> WORDS = List.of("ka", "lo", "mi", "nu", "pe", "ra");
  private static final List<String> MEANINGS =
      List.of("one", "two", "three", "four", "five", "six");
  static final long SEED = 11;

  private Reversals() {}

  /// Different pairs of one to `longest` words.
  static List<SentencePair> pairs(int count, int longest) {
    Rng rng = Rng.seeded(SEED).split("pairs");
    Set<SentencePair> pairs = new LinkedHashSet<>();
    while (pairs.size() < count) {
      int length = 1 + (int) (rng.nextDouble() * longest);
      List<String> source = new ArrayList<>();
      List<String> target = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        int word = (int) (rng.nextDouble() * WORDS.size());
        source.add(WORDS.get(word));
        target.addFirst(MEANINGS.get(word));
      }
      pairs.add(new SentencePair(String.join(" ", source), String.join(" ", target)));
    }
    return List.copyOf(pairs);
  }

  /// Small, without dropout, by word.
  static TranslationConfig config() {
    return TranslationConfig.defaults()
        .withTokens(TokenConfig.defaults(TokenUnit.WORD).withVocabulary(100, 1))
        .withLayers(RecurrentConfig.of(CellKind.GRU, 5).bothDirections(), decoder(6))
        .withEmbedding(7)
        .withDropout(0, 0)
        .withValidation(0)
        .withBatch(5);
  }

  private static RecurrentConfig decoder(int... hidden) {
    return RecurrentConfig.of(CellKind.GRU, hidden);
  }

  /// Configurations that together take every path.
  static Stream<TranslationConfig> variants() {
    TranslationConfig base = config();
    RecurrentConfig deep = RecurrentConfig.of(CellKind.LSTM, 4, 3).bothDirections();
    return Stream.of(
        base,
        base.withAttention(AttentionKind.NONE),
        base.withAttention(AttentionKind.NONE).withTied(true),
        base.withAttention(AttentionKind.GENERAL),
        base.withAttention(AttentionKind.GENERAL).withInputFeeding(true),
        base.withLayers(deep, RecurrentConfig.of(CellKind.LSTM, 5, 6))
            .withAttention(AttentionKind.DOT),
        base.withLayers(deep, RecurrentConfig.of(CellKind.LSTM, 8, 6)).withBridge(Bridge.COPY),
        base.withEncoder(
            RecurrentConfig.of(CellKind.LSTM, 4).bothDirections(CellKind.GRU, List.of(3))),
        base.withLayers(deep, decoder(5, 4, 3)).withReversedSource(true).withAttentionSize(9),
        base.withLayers(decoder(6), RecurrentConfig.of(CellKind.LSTM, 6, 6))
            .withBridge(Bridge.COPY)
            .withReversedSource(true),
        base.withSharedVocabulary(true).withTied(true));
  }

  /// Those, and hard attention, whose gradient is only right on average.
  static Stream<TranslationConfig> variantsAndHard() {
    return Stream.concat(variants(), Stream.of(config().withAttention(AttentionKind.HARD)));
  }

  static TranslationCorpus corpus(TranslationConfig config) {
    return TranslationCorpus.of("toy", pairs(20, 5), config);
  }

  static TranslationModel model(TranslationConfig config, Precision precision) {
    return TranslationModel.create(config, corpus(config), precision, Rng.seeded(SEED));
  }

  /// All pairs in one batch.
  static PairBatch batch(TranslationModel model, TranslationCorpus corpus) {
    var batches =
        new PairBatches(
            SourceSide.ended(corpus.training().pairs(), model.source().end()),
            model.target().begin(),
            model.target().end(),
            corpus.training().pairs().size());
    PairBatch batch = new PairBatch();
    batches.fill(0, 0, batches.rows(0), batch);
    return batch;
  }

  static Tape evaluating() {
    return Tape.evaluating(ReferenceKernels.float64(), new BufferPool(Precision.FLOAT64));
  }
}
