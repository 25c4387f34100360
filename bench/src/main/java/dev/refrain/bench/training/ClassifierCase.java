package dev.refrain.bench.training;

import dev.refrain.bench.peer.LabelledBatch;
import dev.refrain.bench.peer.TorchClassifier;
import dev.refrain.bench.race.Contender;
import dev.refrain.bench.race.SpeedCase;
import dev.refrain.data.LabelledText;
import dev.refrain.data.SentenceCodec;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.task.classification.ClassificationConfig;
import dev.refrain.task.classification.ClassificationCorpus;
import dev.refrain.task.classification.ClassificationModel;
import dev.refrain.task.classification.ClassificationTask;
import dev.refrain.task.classification.InputKind;
import dev.refrain.tensor.Rng;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A classifier of random texts, as Refrain has it by default but in both directions: embedding of
/// 128, LSTM of 128, attention over its steps, 5 classes; Adam with clipping, 10,000 words, batches
/// of 32 texts of similar length.
///
/// @param id to choose it by
/// @param shortest number of words in a text
/// @param longest number of words in a text
public record ClassifierCase(String id, int shortest, int longest) implements SpeedCase {
  private static final double RATE = 1e-3;
  private static final double CLIP = 5;
  private static final long SEED = 1;
  private static final int WIDTH = 128;
  private static final int VOCABULARY = 10_000;
  private static final int CLASSES = 5;
  private static final int BATCH = 32;
  private static final int BATCHES = 40;

  /// Texts of one length, and of several.
  public static final List<ClassifierCase> ALL =
      List.of(
          new ClassifierCase("classifier", 60, 60), new ClassifierCase("classifier-mixed", 15, 60));

  @Override
  public String title() {
    return "classifier, texts of %s words"
        .formatted(shortest == longest ? longest : shortest + " to " + longest);
  }

  @Override
  public String unit() {
    return "words";
  }

  @Override
  public long workPerStep() {
    return (long) BATCH * (shortest + longest) / 2; // exactly so over an epoch
  }

  @Override
  public List<String> peers() {
    return List.of(LIBTORCH);
  }

  private static ClassificationConfig config() {
    return ClassificationConfig.defaults(InputKind.TEXT)
        .withTokens(TokenConfig.defaults(TokenUnit.WORD).withVocabulary(VOCABULARY, 1))
        .withEmbedding(WIDTH)
        .withRecurrent(RecurrentConfig.of(CellKind.LSTM, WIDTH).bothDirections())
        .withBatch(BATCH);
  }

  /// As many texts of each length as of any other, of classes drawn by chance.
  private List<LabelledText> texts() {
    var random = new SplittableRandom(SEED);
    var words = new RandomWords(VOCABULARY, random.split());
    int lengths = longest - shortest + 1;
    return IntStream.range(0, BATCH * BATCHES)
        .mapToObj(
            i ->
                new LabelledText(
                    words.sentence(shortest + i % lengths), "class" + random.nextInt(CLASSES)))
        .toList();
  }

  @Override
  public Contender enter(String contender, int threads) {
    ClassificationConfig config = config();
    List<LabelledText> texts = texts();
    var corpus = ClassificationCorpus.ofTexts("random", texts, List.of(), config);
    var model = ClassificationModel.create(config, corpus, Rng.seeded(SEED));
    if (contender.equals(REFRAIN)) {
      var task = new InOrder(new ClassificationTask(model, corpus));
      return RefrainTraining.byAdam(task, RATE, CLIP, threads);
    }
    var torch = new TorchClassifier(config, model.parameters(), RATE, CLIP);
    return new TorchContender<>(threads, torch.size(), batches(texts, corpus), torch::step);
  }

  private static List<LabelledBatch> batches(
      List<LabelledText> texts, ClassificationCorpus corpus) {
    var codec =
        SentenceCodec.learn(config().tokens(), texts.stream().map(LabelledText::text).toList());
    var sequences = new LabelledSequences();
    texts.forEach(
        text -> sequences.add(codec.encode(text.text()), corpus.labels().id(text.label())));
    return sequences.batches(BATCH);
  }
}
