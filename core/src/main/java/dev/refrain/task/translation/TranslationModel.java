package dev.refrain.task.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.DataException;
import dev.refrain.data.SentenceCodec;
import dev.refrain.data.SentencePair;
import dev.refrain.data.WordVectors;
import dev.refrain.nn.Dropout;
import dev.refrain.nn.Embedding;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.attention.Attention;
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

/// A network that reads a sentence and writes another: embedding → recurrent encoder → bridge →
/// recurrent decoder that may attend to what the encoder read → logits.
///
/// ```java
/// List<SentencePair> pairs = PairFile.readTabbed(Path.of("eng-fra.tsv")).pairs();
/// var config = TranslationConfig.defaults();
/// var corpus = TranslationCorpus.of("eng-fra", pairs, config);
/// var model = TranslationModel.create(config, corpus, Rng.seeded(1));
/// Trainer.of(new TranslationTask(model, corpus)).epochs(10).run();
/// System.out.println(Translator.of(model).translate("The cat is black."));
/// model.save(Path.of("en-fr"));
/// ```
public final class TranslationModel {
  /// The name of this task in `model.json`.
  public static final String TASK = "translation";

  private final TranslationConfig config;
  private final Codecs codecs;
  private final DataFingerprint data;
  private final Parameters parameters;
  private final Embedding sourceEmbedding;
  private final Embedding targetEmbedding;
  private final Recurrent encoder;
  private final BridgeLayers bridge;
  private final Decoder decoder;

  private TranslationModel(
      TranslationConfig config, Codecs codecs, DataFingerprint data, Parameters parameters) {
    this.config = config;
    this.codecs = codecs;
    this.data = data;
    this.parameters = parameters;
    Parameters.Scope root = parameters.root();
    if (config.sharedVocabulary()) {
      sourceEmbedding = embedding(root.child("embedding"), codecs.source());
      targetEmbedding = sourceEmbedding;
    } else {
      sourceEmbedding = embedding(root.child("encoder").child("embedding"), codecs.source());
      targetEmbedding = embedding(root.child("decoder").child("embedding"), codecs.target());
    }
    encoder =
        Recurrent.create(
            config.encoder(), root.child("encoder").child("recurrent"), config.embedding());
    decoder =
        new Decoder(
            config,
            root.child("decoder"),
            targetEmbedding,
            encoder.outputSize(),
            codecs.target().vocabulary().size());
    bridge = new BridgeLayers(config.bridge(), encoder, decoder.recurrent(), root.child("bridge"));
  }

  /// As PyTorch's, of deviation 1, so that the first layer sees the tokens from the start; small
  /// where the output layer shares the weights and would begin with large logits.
  private Embedding embedding(Parameters.Scope scope, SentenceCodec codec) {
    Initializer start = config.tied() ? Initializers.uniform(0.1) : Initializers.normal(1);
    return Embedding.create(scope, codec.vocabulary().size(), config.embedding(), start);
  }

  /// A new model for a corpus, whose weights are drawn from `rng`.
  public static TranslationModel create(
      TranslationConfig config, TranslationCorpus corpus, Rng rng) {
    return create(config, corpus, Precision.FLOAT32, rng);
  }

  /// A new model in another precision: in double for checking gradients.
  public static TranslationModel create(
      TranslationConfig config, TranslationCorpus corpus, Precision precision, Rng rng) {
    return new TranslationModel(
        config, corpus.codecs(), corpus.fingerprint(), new Parameters(precision, rng));
  }

  /// Reads a model from its folder.
  ///
  /// @throws IOException in one sentence if there is none, or it is damaged
  public static TranslationModel load(Path path) throws IOException {
    return load(ModelFolder.open(path));
  }

  /// Reads the model of an opened folder.
  ///
  /// @throws IOException in one sentence if it is of another task, or damaged
  public static TranslationModel load(ModelFolder folder) throws IOException {
    ModelManifest manifest = folder.manifest();
    manifest.requireTask(TASK, folder.path());
    TranslationModel model;
    try {
      var config = TranslationConfig.fromJson("model.json", manifest.configuration());
      model =
          new TranslationModel(
              config, Codecs.read(config, folder), manifest.data(), folder.parametersToLoad());
    } catch (IllegalArgumentException | DataException e) {
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
        codecs.files(),
        ifExists);
  }

  public TranslationConfig config() {
    return config;
  }

  /// How sentences of the source language become token numbers.
  public SentenceCodec source() {
    return codecs.source();
  }

  /// How sentences of the target language become token numbers.
  public SentenceCodec target() {
    return codecs.target();
  }

  /// The vectors of the tokens of the source.
  public WordVectors sourceVectors() {
    return WordVectors.of(codecs.source(), sourceEmbedding.weight());
  }

  /// The vectors of the tokens of the target.
  public WordVectors targetVectors() {
    return WordVectors.of(codecs.target(), targetEmbedding.weight());
  }

  /// What is learned.
  public Parameters parameters() {
    return parameters;
  }

  /// Which pairs it was made for.
  public DataFingerprint data() {
    return data;
  }

  Decoder decoder() {
    return decoder;
  }

  /// What the decoder begins with.
  ///
  /// @param state of its recurrent layers
  /// @param memory what it looks at; null without attention
  record Encoding(List<Value> state, Attention.Memory memory) {

    /// The same on another tape, where no gradient flows back into it.
    Encoding on(Tape other) {
      return new Encoding(
          state.stream().map(part -> other.constant(part.data())).toList(),
          memory == null ? null : memory.on(other));
    }
  }

  /// Reads sentences.
  ///
  /// @param ids with their ends, `[S, B]`, −1 in padding; turned around here if the model reads
  ///     against time
  /// @param lengths of the B sentences, at least 1
  Encoding encode(Tape tape, int[] ids, int[] lengths) {
    int rows = lengths.length;
    int[] read = config.reversedSource() ? Reversal.of(ids, lengths) : ids;
    Value embedded =
        Dropout.apply(
            sourceEmbedding.apply(tape, read, Shape.of(ids.length / rows, rows)),
            config.inputDropout());
    Recurrent.Output output = encoder.apply(tape, embedded, lengths, List.of());
    return new Encoding(bridge.apply(output.state()), decoder.remember(output.sequence(), lengths));
  }

  /// How well the model foresees the target of each pair token by token, given the true tokens
  /// before.
  ///
  /// @throws DataException if no pair is left that is short enough for the model
  public TranslationLoss loss(List<SentencePair> pairs) {
    return TranslationLoss.of(this, TranslationCorpus.encode(pairs, this).pairs());
  }
}
