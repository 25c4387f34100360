package dev.refrain.task.tagging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.Rows;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.ColumnFile;
import dev.refrain.data.DataException;
import dev.refrain.data.TaggedSentence;
import dev.refrain.data.Vocabulary;
import dev.refrain.data.WordVectors;
import dev.refrain.nn.Dropout;
import dev.refrain.nn.Embedding;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.crf.ChainConstraints;
import dev.refrain.nn.crf.Crf;
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

/// A network that gives each word of a sentence a tag (Huang, Xu & Yu 2015; Lample et al. 2016): word
/// embedding beside a word composed from its characters → recurrent layers → linear layer → softmax
/// or [Crf].
///
/// ```java
/// var config = TaggingConfig.defaults();
/// var corpus = TaggingCorpus.of(ColumnFile.read(Path.of("train.conll"), config.columns()), config);
/// var model = TaggingModel.create(corpus, Rng.seeded(1));
/// Trainer.of(new TaggingTask(model, corpus)).epochs(20).run();
/// System.out.println(Tagger.of(model).tag("Ada met Kurt in Vienna .").entities());
/// model.save(Path.of("names"));
/// ```
public final class TaggingModel {
  /// The name of this task in `model.json`.
  public static final String TASK = "tagging";

  private final TaggingConfig config;
  private final TaggingVocabularies vocabularies;
  private final DataFingerprint data;
  private final Parameters parameters;
  private final Embedding words;
  private final Spelling spelling; // null if words are not composed
  private final Recurrent recurrent;
  private final Linear output;
  private final Crf chain;

  private TaggingModel(
      TaggingConfig config,
      TaggingVocabularies vocabularies,
      DataFingerprint data,
      Parameters parameters) {
    this.config = config;
    this.vocabularies = vocabularies;
    this.data = data;
    this.parameters = parameters;
    Parameters.Scope root = parameters.root();
    int width = config.words().embedding();
    words =
        Embedding.create(
            root.child("words"), vocabularies.words().size(), width, Initializers.normal(0.5));
    if (config.characters().composes()) {
      spelling =
          new Spelling(
              root.child("characters"), config.characters(), vocabularies.characters().size());
      width += spelling.outputSize();
    } else {
      spelling = null;
    }
    recurrent = Recurrent.create(config.recurrent(), root.child("recurrent"), width);
    int tags = vocabularies.tags().size();
    output =
        Linear.create(
            root.child("output"), recurrent.outputSize(), tags, true, Initializers.glorotUniform());
    ChainConstraints constraints =
        config.constrained()
            ? config.learnedScheme().constraints(vocabularies.tags().tokens())
            : ChainConstraints.none(tags);
    chain =
        config.output() == TagOutput.CRF
            ? Crf.create(root.child("chain"), constraints, Initializers.uniform(0.1))
            : Crf.unlearned(constraints);
  }

  /// A new model for a corpus and its configuration, whose weights are drawn from `rng`.
  public static TaggingModel create(TaggingCorpus corpus, Rng rng) {
    return create(corpus, Precision.FLOAT32, rng);
  }

  /// A new model in another precision: in double for checking gradients.
  public static TaggingModel create(TaggingCorpus corpus, Precision precision, Rng rng) {
    return new TaggingModel(
        corpus.config(),
        corpus.vocabularies(),
        corpus.fingerprint(),
        new Parameters(precision, rng));
  }

  /// Reads a model from its folder.
  ///
  /// @throws IOException in one sentence if there is none, or it is damaged
  public static TaggingModel load(Path path) throws IOException {
    return load(ModelFolder.open(path));
  }

  /// Reads the model of an opened folder.
  ///
  /// @throws IOException in one sentence if it is of another task, or damaged
  public static TaggingModel load(ModelFolder folder) throws IOException {
    ModelManifest manifest = folder.manifest();
    manifest.requireTask(TASK, folder.path());
    TaggingModel model;
    try {
      var config = TaggingConfig.fromJson("model.json", manifest.configuration());
      if (config.scheme() == null || config.learnedScheme() == null) {
        throw new IllegalArgumentException("model.json does not say the schemes of the tags");
      }
      model =
          new TaggingModel(
              config, TaggingVocabularies.read(folder), manifest.data(), folder.parametersToLoad());
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
        vocabularies.files(),
        ifExists);
  }

  /// The configuration, schemes included.
  public TaggingConfig config() {
    return config;
  }

  /// The words that have a vector of their own.
  public Vocabulary words() {
    return vocabularies.words();
  }

  /// Whether a word has a vector of its own.
  public boolean knows(String word) {
    return words().id(config.words().normalized(word)) >= 0;
  }

  /// The tags, in the scheme that is learned.
  public Vocabulary tags() {
    return vocabularies.tags();
  }

  /// What is learned.
  public Parameters parameters() {
    return parameters;
  }

  /// Which sentences it was made for.
  public DataFingerprint data() {
    return data;
  }

  /// The vectors of the words.
  public WordVectors wordVectors() {
    return WordVectors.of(words(), words.weight());
  }

  /// Begins with these vectors where they have one for a word; to be called before training.
  ///
  /// @return how many words of the vocabulary got one
  /// @throws IllegalArgumentException if they are of another width
  public int useVectors(WordVectors vectors) {
    return vectors.copyInto(words(), words.weight());
  }

  /// The sentences of a file for judging this model, with tags in the scheme that it writes.
  ///
  /// @param scheme that of the file; null for this model's own
  /// @param unseenTags whether there may be tags that the model does not know
  /// @throws DataException if tags break the scheme, or the model does not know one
  public List<TaggedSentence> references(
      ColumnFile file, TagScheme scheme, boolean repair, boolean unseenTags) {
    TagScheme given = scheme == null ? config.scheme() : scheme;
    if ((given == TagScheme.PLAIN) != (config.scheme() == TagScheme.PLAIN)) {
      throw new DataException(
          "%s is to be read as %s, but the model's tags are in the scheme %s."
              .formatted(file.name(), given, config.scheme()));
    }
    List<TaggedSentence> written = SchemeReading.read(file, given, repair);
    if (!unseenTags) {
      TaggingCorpus.requireSeen(
          file, written, TaggingCorpus.convert(written, given, config.learnedScheme()), tags());
    }
    return TaggingCorpus.convert(written, given, config.scheme());
  }

  /// A tagger that says the tag of each word as it comes. Sessions do not disturb each other and may
  /// run side by side, each on one thread at a time; they share the weights, which must not change
  /// meanwhile.
  ///
  /// @throws IllegalArgumentException if the recurrent layers also read against time
  public TaggingSession openSession() {
    return new TaggingSession(this);
  }

  Embedding wordEmbedding() {
    return words;
  }

  /// Null if words are not composed.
  Spelling spelling() {
    return spelling;
  }

  Recurrent recurrent() {
    return recurrent;
  }

  Linear output() {
    return output;
  }

  Crf chain() {
    return chain;
  }

  /// Empty tables of words, to be spelled for this model.
  SurfaceForms surfaceForms() {
    return new SurfaceForms(vocabularies.characters(), config.characters().longest());
  }

  /// A sentence in this model's numbers.
  ///
  /// @param tags in the scheme that is learned; empty if nobody knows them
  EncodedSentence encode(List<String> sentence, List<String> tags, SurfaceForms forms) {
    int[] ids = new int[sentence.size()];
    int[] spelled = new int[ids.length];
    int[] tagged = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = config.words().id(words(), sentence.get(i));
      spelled[i] = forms.number(sentence.get(i));
      tagged[i] = tags.isEmpty() ? -1 : tags().id(tags.get(i));
    }
    return new EncodedSentence(ids, spelled, tagged);
  }

  /// What speaks for each tag of each word, `[T, B, K]`.
  Value emissions(Tape tape, TaggedBatch batch) {
    int steps = batch.steps();
    int rows = batch.rows();
    Value read = words.apply(tape, knownWords(tape, batch.words()), Shape.of(steps, rows));
    if (spelling != null) {
      Value spelled = spelling.apply(tape, batch.characters(), batch.formLengths());
      Shape shape = Shape.of(steps, rows, spelling.outputSize());
      read = Join.columns(List.of(read, Rows.gather(spelled, batch.formOf(), shape)));
    }
    Value dropped = Dropout.apply(read, config.inputDropout());
    Value sequence = recurrent.apply(tape, dropped, batch.lengths(), List.of()).sequence();
    return output.apply(Dropout.apply(sequence, config.outputDropout()));
  }

  /// The words, some of them taken for unknown in training.
  private int[] knownWords(Tape tape, int[] ids) {
    double rate = config.words().dropout();
    if (rate == 0 || !tape.training()) {
      return ids;
    }
    int[] known = ids.clone();
    for (int i = 0; i < known.length; i++) {
      if (known[i] >= 0 && tape.rng().nextDouble() < rate) {
        known[i] = words().unknown();
      }
    }
    return known;
  }
}
