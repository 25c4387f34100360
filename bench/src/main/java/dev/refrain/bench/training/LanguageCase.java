package dev.refrain.bench.training;

import dev.refrain.bench.peer.TorchLanguageSteps;
import dev.refrain.bench.race.Contender;
import dev.refrain.bench.race.SpeedCase;
import dev.refrain.data.IdBatch;
import dev.refrain.data.Windows;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.task.language.Corpus;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageModelConfig;
import dev.refrain.task.language.LanguageTask;
import dev.refrain.task.language.TextLevel;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// A language model on random text, by Adam with clipping: embedding → LSTM or GRU layers → linear →
/// cross-entropy of every position, each window from an empty state.
///
/// @param level characters or words
/// @param cell LSTM or GRU
/// @param layers how many
/// @param hidden H of each
/// @param vocabulary how many different characters or words there are
/// @param embedding the embedding's width
/// @param batch windows in a step
/// @param length tokens in a window
public record LanguageCase(
    TextLevel level,
    CellKind cell,
    int layers,
    int hidden,
    int vocabulary,
    int embedding,
    int batch,
    int length)
    implements SpeedCase {
  /// Learning rate of Adam.
  public static final double RATE = 1e-3;

  /// The longest norm of the whole gradient.
  public static final double CLIP = 5;

  private static final long SEED = 1;
  private static final int CHARACTER_BATCHES = 16;
  private static final int WORD_BATCHES = 40; // then each word comes twice at least

  /// The character models: 85 different characters, 32 windows.
  public static final List<LanguageCase> CHARACTERS =
      List.of(
          characters(CellKind.LSTM, 1, 128, 60),
          characters(CellKind.LSTM, 2, 256, 64),
          characters(CellKind.GRU, 1, 128, 60),
          characters(CellKind.GRU, 2, 256, 64));

  /// The word model: the medium one of Zaremba et al. 2014, with one layer.
  public static final LanguageCase WORDS =
      new LanguageCase(TextLevel.WORD, CellKind.LSTM, 1, 650, 10_000, 650, 20, 35);

  /// The character model of a name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static LanguageCase character(String id) {
    return CHARACTERS.stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no character model is called " + id));
  }

  private static LanguageCase characters(CellKind cell, int layers, int hidden, int length) {
    return new LanguageCase(TextLevel.CHARACTER, cell, layers, hidden, 85, 64, 32, length);
  }

  @Override
  public String id() {
    return "%s-%s-%dx%d".formatted(level, cell, layers, hidden);
  }

  @Override
  public String title() {
    return "%s model, %s %d × %d"
        .formatted(words() ? "word" : "character", cellName(), layers, hidden);
  }

  private String cellName() {
    return cell.name();
  }

  private boolean words() {
    return level == TextLevel.WORD;
  }

  @Override
  public String unit() {
    return words() ? "words" : "characters";
  }

  @Override
  public long workPerStep() {
    return (long) batch * length;
  }

  @Override
  public List<String> peers() {
    if (words()) {
      return List.of(LIBTORCH);
    }
    return cell == CellKind.LSTM
        ? List.of(LIBTORCH, DEEPLEARNING4J, DJL)
        : List.of(LIBTORCH, DJL); // Deeplearning4j has no GRU
  }

  /// The whole model.
  public LanguageModelConfig config() {
    return LanguageModelConfig.defaults(level)
        .withRecurrent(RecurrentConfig.of(cell, Collections.nCopies(layers, hidden)))
        .withEmbedding(embedding)
        .withLength(length)
        .withStep(length)
        .withBatch(batch)
        .withValidation(0);
  }

  /// The random text.
  public Corpus corpus() {
    int tokens = (words() ? WORD_BATCHES : CHARACTER_BATCHES) * batch * length + 1;
    return Corpus.of("random", words() ? wordText(tokens) : characterText(tokens), config());
  }

  private String wordText(int tokens) {
    return new RandomWords(vocabulary, new SplittableRandom(SEED)).sentence(tokens);
  }

  private String characterText(int tokens) {
    var text = new StringBuilder();
    new SplittableRandom(SEED)
        .ints(tokens, 0, vocabulary)
        .forEach(id -> text.append((char) ('!' + id)));
    return text.toString();
  }

  /// The model before it has learned anything; the same for all contenders.
  public LanguageModel model(Corpus corpus) {
    return LanguageModel.create(config(), corpus, Rng.seeded(SEED));
  }

  /// The batches of an epoch, in order.
  public List<IdBatch> batches(Corpus corpus) {
    var text = new Windows(corpus.training().ids(), length, length, batch, Windows.Targets.EVERY);
    text.startEpoch(InOrder.rng());
    List<IdBatch> batches = new ArrayList<>();
    for (int step = 0; step < text.steps(); step++) {
      batches.add(new IdBatch());
      text.fill(step, 0, text.rows(step), batches.getLast());
    }
    return batches;
  }

  @Override
  public Contender enter(String contender, int threads) {
    Corpus corpus = corpus();
    LanguageModel model = model(corpus);
    if (contender.equals(REFRAIN)) {
      var task = new InOrder(new LanguageTask(model, corpus));
      return RefrainTraining.byAdam(task, RATE, CLIP, threads);
    }
    var torch = new TorchLanguageSteps(config(), model.parameters(), RATE, CLIP);
    return new TorchContender<>(threads, torch.size(), batches(corpus), torch::step);
  }
}
