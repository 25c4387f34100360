package dev.refrain.bench.training;

import dev.refrain.bench.peer.LabelledBatch;
import dev.refrain.bench.peer.TorchTagger;
import dev.refrain.bench.race.Contender;
import dev.refrain.bench.race.SpeedCase;
import dev.refrain.data.ColumnFile;
import dev.refrain.data.TaggedSentence;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.task.tagging.CharacterInput;
import dev.refrain.task.tagging.TagOutput;
import dev.refrain.task.tagging.TagScheme;
import dev.refrain.task.tagging.TaggingConfig;
import dev.refrain.task.tagging.TaggingCorpus;
import dev.refrain.task.tagging.TaggingModel;
import dev.refrain.task.tagging.TaggingTask;
import dev.refrain.tensor.Rng;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A tagger of random sentences with a conditional random field: embeddings of 100 for 10,000
/// words, an LSTM in both directions, 17 tags, as there are universal parts of speech; Adam with
/// clipping, batches of 32 sentences of 30 words. Words are not composed from characters.
///
/// @param width of the LSTM in each direction
public record TaggerCase(int width) implements SpeedCase {
  private static final double RATE = 1e-3;
  private static final double CLIP = 5;
  private static final long SEED = 1;
  private static final int EMBEDDING = 100;
  private static final int VOCABULARY = 10_000;
  private static final int TAGS = 17;
  private static final int WORDS = 30;
  private static final int BATCH = 32;
  private static final int BATCHES = 40;

  /// Refrain's default width.
  public static final List<TaggerCase> ALL = List.of(new TaggerCase(100));

  @Override
  public String id() {
    return "tagger-crf";
  }

  @Override
  public String title() {
    return "tagger, LSTM of %d both ways, CRF".formatted(width);
  }

  @Override
  public String unit() {
    return "words";
  }

  @Override
  public long workPerStep() {
    return (long) BATCH * WORDS;
  }

  @Override
  public List<String> peers() {
    return List.of(LIBTORCH);
  }

  private TaggingConfig config() {
    TaggingConfig defaults = TaggingConfig.defaults();
    return defaults
        .withScheme(TagScheme.PLAIN, TagScheme.PLAIN)
        .withWords(
            defaults
                .words()
                .withEmbedding(EMBEDDING)
                .withVocabulary(1, VOCABULARY)
                .withFolding(false, false)
                .withDropout(0))
        .withCharacters(CharacterInput.none())
        .withRecurrent(RecurrentConfig.of(CellKind.LSTM, width).bothDirections())
        .withOutput(TagOutput.CRF, false)
        .withDropout(0, 0)
        .withBatch(BATCH)
        .withValidation(0);
  }

  private static List<TaggedSentence> sentences() {
    var random = new SplittableRandom(SEED);
    var words = new RandomWords(VOCABULARY, random.split());
    return IntStream.range(0, BATCH * BATCHES)
        .mapToObj(
            _ ->
                TaggedSentence.of(
                    List.of(words.sentence(WORDS).split(" ")),
                    random.ints(WORDS, 0, TAGS).mapToObj(tag -> "tag" + tag).toList()))
        .toList();
  }

  @Override
  public Contender enter(String contender, int threads) {
    TaggingCorpus corpus = TaggingCorpus.of(ColumnFile.of("random", sentences()), config());
    TaggingModel model = TaggingModel.create(corpus, Rng.seeded(SEED));
    if (contender.equals(REFRAIN)) {
      var task = new InOrder(new TaggingTask(model, corpus));
      return RefrainTraining.byAdam(task, RATE, CLIP, threads);
    }
    var torch = new TorchTagger(corpus.config(), model.parameters(), RATE, CLIP);
    return new TorchContender<>(threads, torch.size(), batches(corpus), torch::step);
  }

  private static List<LabelledBatch> batches(TaggingCorpus corpus) {
    var sequences = new LabelledSequences();
    for (TaggedSentence sentence : corpus.training()) {
      sequences.add(
          sentence.words().stream().mapToInt(word -> known(corpus, word)).toArray(),
          sentence.tags().stream().mapToInt(corpus.tags()::id).toArray());
    }
    return sequences.batches(BATCH);
  }

  private static int known(TaggingCorpus corpus, String word) {
    int id = corpus.words().id(word);
    return id < 0 ? corpus.words().unknown() : id;
  }
}
