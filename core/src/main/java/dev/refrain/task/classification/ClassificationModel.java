package dev.refrain.task.classification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.config.RecordJson;
import dev.refrain.data.DataException;
import dev.refrain.data.SentenceCodec;
import dev.refrain.data.Vocabulary;
import dev.refrain.data.VocabularyFile;
import dev.refrain.data.WordVectors;
import dev.refrain.kernel.Devices;
import dev.refrain.nn.Dropout;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.readout.Readout;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.ModelFolder;
import dev.refrain.train.ModelFormatException;
import dev.refrain.train.ModelManifest;
import dev.refrain.train.ModelWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network that reads a text or a series and says of which class it is: tokens' embeddings, or the
/// numbers of a series → dropout → recurrent layers → readout → dropout → linear layer → logits.
///
/// ```java
/// var config = ClassificationConfig.defaults(InputKind.TEXT);
/// var corpus = ClassificationCorpus.ofTexts("reviews", training, heldOut, config);
/// var model = ClassificationModel.create(config, corpus, Rng.seeded(1));
/// Trainer.of(new ClassificationTask(model, corpus)).epochs(5).run();
/// System.out.println(Classifier.of(model).classify("a moving film").label());
/// model.save(Path.of("sentiment"));
/// ```
public final class ClassificationModel {
  /// The name of this task in `model.json`.
  public static final String TASK = "classification";

  private static final String LABELS = "vocabulary.labels.txt";

  private final ClassificationConfig config;
  private final Vocabulary labels;
  private final DataFingerprint data;
  private final Parameters parameters;
  private final ItemInput input;
  private final Recurrent recurrent;
  private final Readout readout;
  private final Linear output;

  /// Makes what reads the items.
  private interface InputFactory {
    ItemInput create(Parameters.Scope scope);
  }

  private ClassificationModel(
      ClassificationConfig config,
      Vocabulary labels,
      InputFactory inputs,
      DataFingerprint data,
      Parameters parameters) {
    this.config = config;
    this.labels = labels;
    this.data = data;
    this.parameters = parameters;
    Parameters.Scope root = parameters.root();
    input = inputs.create(root);
    recurrent = Recurrent.create(config.recurrent(), root.child("recurrent"), input.width());
    readout =
        Readout.create(config.readout(), root.child("readout"), recurrent, config.attentionSize());
    output =
        Linear.create(
            root.child("output"),
            recurrent.outputSize(),
            labels.size(),
            true,
            Initializers.glorotUniform());
  }

  /// A new model for a corpus, with weights drawn from `rng`.
  public static ClassificationModel create(
      ClassificationConfig config, ClassificationCorpus corpus, Rng rng) {
    return create(config, corpus, Precision.FLOAT32, rng);
  }

  /// A new model in another precision: in double for checking gradients.
  public static ClassificationModel create(
      ClassificationConfig config, ClassificationCorpus corpus, Precision precision, Rng rng) {
    return new ClassificationModel(
        config,
        corpus.labels(),
        scope ->
            switch (config.input()) {
              case TEXT -> new TextInput(config, corpus.codec(), scope);
              case SERIES -> new SeriesInput(corpus.features());
            },
        corpus.fingerprint(),
        new Parameters(precision, rng));
  }

  /// Reads a model from its folder.
  ///
  /// @throws IOException in one sentence if there is none, or it is damaged
  public static ClassificationModel load(Path path) throws IOException {
    return load(ModelFolder.open(path));
  }

  /// Reads the model of an opened folder.
  ///
  /// @throws IOException in one sentence if it is of another task, or damaged
  public static ClassificationModel load(ModelFolder folder) throws IOException {
    ModelManifest manifest = folder.manifest();
    manifest.requireTask(TASK, folder.path());
    ClassificationModel model;
    try {
      model = read(folder);
    } catch (IllegalArgumentException | DataException e) {
      throw new ModelFormatException(folder.path() + ": " + e.getMessage(), e);
    }
    folder.loadWeights(model.parameters());
    return model;
  }

  private static ClassificationModel read(ModelFolder folder) throws IOException {
    ObjectNode configuration =
        RecordJson.object("model.json", folder.manifest().configuration()).deepCopy();
    boolean series = configuration.path("input").asText().equals(InputKind.SERIES.label());
    SeriesFeatures features = series ? SeriesFeatures.takeFrom(configuration) : null;
    var config = ClassificationConfig.fromJson("model.json", configuration);
    SentenceCodec codec = series ? null : TextInput.codec(config.tokens(), folder);
    return new ClassificationModel(
        config,
        VocabularyFile.parse(LABELS, folder.vocabulary(LABELS)),
        scope -> series ? new SeriesInput(features) : new TextInput(config, codec, scope),
        folder.manifest().data(),
        folder.parametersToLoad());
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
    Map<String, List<String>> files = new LinkedHashMap<>(input.files());
    files.put(LABELS, VocabularyFile.lines(labels));
    ObjectNode configuration = config.toJson();
    if (input instanceof SeriesInput series) {
      series.features().putInto(configuration);
    }
    return ModelWriter.create(
        path, ModelManifest.of(TASK, configuration, data, seed, shards, extra), files, ifExists);
  }

  public ClassificationConfig config() {
    return config;
  }

  /// The classes, a token each.
  public Vocabulary labels() {
    return labels;
  }

  /// What is learned.
  public Parameters parameters() {
    return parameters;
  }

  /// Which items it was made for.
  public DataFingerprint data() {
    return data;
  }

  /// The names of the features of series, in their order; none for texts.
  public List<String> features() {
    return input instanceof SeriesInput series ? series.features().names() : List.of();
  }

  /// The vectors of the tokens of texts; empty if it reads series, or tokens have none.
  public Optional<WordVectors> wordVectors() {
    return input instanceof TextInput text ? text.wordVectors() : Optional.empty();
  }

  /// Begins to classify one text or series step by step, as it arrives; all sessions share the
  /// weights, which must not change meanwhile.
  ///
  /// @throws IllegalArgumentException if the model needs the end to judge the beginning: it reads in
  ///     both directions, or attention reads out
  public ClassificationSession openSession() {
    return new ClassificationSession(this, parameters.packed(Devices.best()));
  }

  ItemInput input() {
    return input;
  }

  Recurrent recurrent() {
    return recurrent;
  }

  Linear output() {
    return output;
  }

  /// What comes out of reading a batch.
  ///
  /// @param logits `[B, classes]`
  /// @param weights `[B, T]`, how much each step counted; null unless attention reads out
  record Reading(Value logits, Value weights) {}

  Reading read(Tape tape, ItemBatch batch) {
    Value steps = dropped(input.apply(tape, batch), config.inputDropout());
    Value sequence = recurrent.apply(tape, steps, batch.lengths(), List.of()).sequence();
    Readout.Reading read = readout.apply(sequence, batch.lengths());
    Value logits = output.apply(Dropout.apply(read.vector(), config.outputDropout()));
    return new Reading(logits, read.weights());
  }

  private Value dropped(Value sequence, double rate) {
    return config.recurrent().variational()
        ? Dropout.variational(sequence, rate)
        : Dropout.apply(sequence, rate);
  }
}
