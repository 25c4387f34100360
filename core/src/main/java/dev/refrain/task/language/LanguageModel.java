package dev.refrain.task.language;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.TextCodec;
import dev.refrain.data.Vocabulary;
import dev.refrain.data.VocabularyFile;
import dev.refrain.data.WordVectors;
import dev.refrain.decode.Sampling;
import dev.refrain.kernel.Devices;
import dev.refrain.nn.Dropout;
import dev.refrain.nn.Embedding;
import dev.refrain.nn.Linear;
import dev.refrain.nn.OneHot;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializer;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.ModelFolder;
import dev.refrain.train.ModelFormatException;
import dev.refrain.train.ModelManifest;
import dev.refrain.train.ModelWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A network that reads text token by token and at each says what it expects next:
/// embedding (or the token itself, as a vector with a single one) → dropout → recurrent layers →
/// dropout → linear layer → logits.
///
/// ```java
/// var config = LanguageModelConfig.defaults(TextLevel.CHARACTER).withHidden(128);
/// var corpus = Corpus.read(Path.of("moby-dick.txt"), config);
/// var model = LanguageModel.create(config, corpus, Rng.seeded(1));
/// Trainer.of(new LanguageTask(model, corpus)).epochs(15).run();
/// System.out.println(model.generate("his leg ", Sampling.temperature(0.7), 400, Rng.seeded(2)));
/// model.save(Path.of("moby"));
/// ```
public final class LanguageModel {
  /// The name of this task in `model.json`.
  public static final String TASK = "language";

  private final LanguageModelConfig config;
  private final TextCodec codec;
  private final DataFingerprint data;
  private final Parameters parameters;
  private final Embedding embedding; // null for one-hot input
  private final Recurrent recurrent;
  private final Linear projection; // null unless tied weights need another width
  private final Linear output;

  private LanguageModel(
      LanguageModelConfig config,
      Vocabulary vocabulary,
      DataFingerprint data,
      Parameters parameters) {
    this.config = config;
    this.codec = new TextCodec(config.level().tokenizer(config.lines()), vocabulary);
    this.data = data;
    this.parameters = parameters;
    int size = vocabulary.size();
    if (config.embedding() == 0 && size > LanguageModelConfig.MAX_ONE_HOT) {
      throw new IllegalArgumentException(
          "without an embedding a vocabulary may have at most %,d tokens, this one has %,d; set embedding, for example to 128, or maximumWords"
              .formatted(LanguageModelConfig.MAX_ONE_HOT, size));
    }
    Parameters.Scope root = parameters.root();
    embedding =
        config.embedding() == 0
            ? null
            : Embedding.create(
                root.child("embedding"), size, config.embedding(), embeddingStart(config));
    recurrent =
        Recurrent.create(
            config.recurrent(),
            root.child("recurrent"),
            embedding == null ? size : config.embedding());
    int width = recurrent.outputSize();
    boolean projects = config.tied() && width != config.embedding();
    projection =
        projects
            ? Linear.create(
                root.child("projection"),
                width,
                config.embedding(),
                false,
                Initializers.glorotUniform())
            : null;
    output =
        config.tied()
            ? new Linear(
                embedding.weight(),
                root.child("output").parameter("bias", Shape.of(size), Initializers.zeros()))
            : Linear.create(root.child("output"), width, size, true, Initializers.glorotUniform());
  }

  /// As PyTorch's, of deviation 1, so that the first layer sees the tokens from the start; small
  /// where the output layer shares the weights and would begin with large logits.
  private static Initializer embeddingStart(LanguageModelConfig config) {
    return config.tied() ? Initializers.uniform(0.1) : Initializers.normal(1);
  }

  /// A new model whose weights are drawn from `rng`.
  public static LanguageModel create(LanguageModelConfig config, Vocabulary vocabulary, Rng rng) {
    return create(config, vocabulary, Precision.FLOAT32, rng);
  }

  /// A new model in another precision: in double for checking gradients.
  public static LanguageModel create(
      LanguageModelConfig config, Vocabulary vocabulary, Precision precision, Rng rng) {
    DataFingerprint unrecorded = DataFingerprint.of("unrecorded", new byte[0]);
    return new LanguageModel(config, vocabulary, unrecorded, new Parameters(precision, rng));
  }

  /// A new model for a corpus, which it will name in its folder.
  public static LanguageModel create(LanguageModelConfig config, Corpus corpus, Rng rng) {
    return new LanguageModel(
        config, corpus.vocabulary(), corpus.fingerprint(), new Parameters(Precision.FLOAT32, rng));
  }

  /// Reads a model from its folder.
  ///
  /// @throws IOException in one sentence if there is none, or it is damaged
  public static LanguageModel load(Path path) throws IOException {
    return load(ModelFolder.open(path));
  }

  /// Reads the model of an opened folder.
  ///
  /// @throws IOException in one sentence if it is of another task, or damaged
  public static LanguageModel load(ModelFolder folder) throws IOException {
    ModelManifest manifest = folder.manifest();
    manifest.requireTask(TASK, folder.path());
    LanguageModel model;
    try {
      model =
          new LanguageModel(
              LanguageModelConfig.fromJson("model.json", manifest.configuration()),
              VocabularyFile.parse(ModelFolder.VOCABULARY, folder.vocabulary()),
              manifest.data(),
              folder.parametersToLoad());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(folder.path() + ": " + e.getMessage(), e);
    }
    folder.loadWeights(model.parameters());
    return model;
  }

  /// Writes the model to a folder that does not exist yet or is empty, without a state to train on
  /// from. (A [dev.refrain.train.Trainer] with checkpoints writes the folder itself.)
  ///
  /// @throws IOException in one sentence if the folder may not be used
  public void save(Path path) throws IOException {
    ObjectNode nothing = config.toJson().objectNode();
    try (var writer = openWriter(path, 0, 1, nothing, ModelWriter.IfExists.REFUSE)) {
      writer.saveWeights(parameters);
    }
  }

  /// A writer for this model's folder, for a trainer's checkpoints.
  ///
  /// @param seed the run's seed
  /// @param shards how many parts each batch is cut into
  /// @param extra whatever else is to be kept in `model.json`
  /// @throws IOException in one sentence if the folder may not be used
  public ModelWriter openWriter(
      Path path, long seed, int shards, ObjectNode extra, ModelWriter.IfExists ifExists)
      throws IOException {
    return ModelWriter.create(
        path,
        ModelManifest.of(TASK, config.toJson(), data, seed, shards, extra),
        Map.of(ModelFolder.VOCABULARY, VocabularyFile.lines(codec.vocabulary())),
        ifExists);
  }

  public LanguageModelConfig config() {
    return config;
  }

  public TextCodec codec() {
    return codec;
  }

  public Vocabulary vocabulary() {
    return codec.vocabulary();
  }

  /// The vectors of its words, or of its characters; empty if tokens have none.
  public Optional<WordVectors> wordVectors() {
    return embedding == null
        ? Optional.empty()
        : Optional.of(WordVectors.of(vocabulary(), embedding.weight()));
  }

  /// What is learned.
  public Parameters parameters() {
    return parameters;
  }

  /// Which text it was made for.
  public DataFingerprint data() {
    return data;
  }

  /// What comes out of reading some tokens.
  ///
  /// @param sequence the recurrent output after dropout, `[T, B, H]`
  /// @param state the parts of the state after the last token, see [Recurrent.Output]
  record Reading(Value sequence, List<Value> state) {}

  /// Reads tokens.
  ///
  /// @param ids `[T, B]`; -1 for none
  /// @param initial the parts of the state to begin with; empty for zeros
  Reading read(Tape tape, int[] ids, int rows, List<Value> initial) {
    Shape outer = Shape.of(ids.length / rows, rows);
    Value input =
        embedding == null
            ? OneHot.of(tape, ids, outer, vocabulary().size())
            : embedding.apply(tape, ids, outer);
    Recurrent.Output read =
        recurrent.apply(tape, dropped(input, config.inputDropout()), null, initial);
    return new Reading(dropped(read.sequence(), config.outputDropout()), read.state());
  }

  private Value dropped(Value sequence, double rate) {
    return config.recurrent().variational()
        ? Dropout.variational(sequence, rate)
        : Dropout.apply(sequence, rate);
  }

  /// The logits for outputs of [#read]: from `[.., H]` to `[.., V]`.
  Value logits(Value sequence) {
    return output.apply(projection == null ? sequence : projection.apply(sequence));
  }

  /// The shapes of the state's parts for so many rows, each `[rows, H]`.
  List<Shape> stateShapes(int rows) {
    return recurrent.stateShapes(rows);
  }

  /// How well the model predicts a text; see [Evaluation].
  ///
  /// @throws dev.refrain.data.DataException if the text has fewer than two tokens, or none after the
  ///     first that the model knows
  public Evaluation evaluate(String text) {
    return Evaluator.evaluate(
        this,
        switch (config.level()) {
          case CHARACTER -> codec.encodeWithGaps(text);
          case WORD -> codec.encode(text);
        });
  }

  /// Begins to read and write with this model. The weights must not change meanwhile; all sessions
  /// share them.
  public LanguageSession openSession() {
    return new LanguageSession(this, parameters.packed(Devices.best()));
  }

  /// Goes on after a prompt.
  ///
  /// @param length how many tokens to write: characters, or words and punctuation marks
  /// @return what was written, without the prompt
  /// @throws dev.refrain.data.DataException if the prompt has a character the model does not know
  public String generate(String prompt, Sampling sampling, int length, Rng rng) {
    StringBuilder text = new StringBuilder();
    generate(prompt, sampling, length, rng, text::append);
    return text.toString();
  }

  /// Goes on after a prompt, and gives each piece of text to `sink` as soon as it is made.
  ///
  /// @throws dev.refrain.data.DataException if the prompt has a character the model does not know
  public void generate(
      String prompt, Sampling sampling, int length, Rng rng, Consumer<String> sink) {
    LanguageSession session = openSession();
    session.push(prompt);
    for (int i = 0; i < length; i++) {
      sink.accept(session.write(sampling, rng));
    }
  }
}
