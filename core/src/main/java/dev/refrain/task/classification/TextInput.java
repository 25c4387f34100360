package dev.refrain.task.classification;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.SentenceCodec;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.data.WordVectors;
import dev.refrain.nn.Embedding;
import dev.refrain.nn.OneHot;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.ModelFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Texts: tokens, each an embedding's vector, or a vector with a single one.
final class TextInput implements ItemInput {
  private static final String MERGES = "vocabulary.merges.txt";

  /// Small, so that a word that was seen twice does not say more than it can have taught.
  private static final double START = 0.1;

  private final SentenceCodec codec;
  private final Embedding embedding; // null for one-hot input

  /// @throws IllegalArgumentException if there are too many tokens to do without an embedding
  TextInput(ClassificationConfig config, SentenceCodec codec, Parameters.Scope scope) {
    this.codec = codec;
    int size = codec.vocabulary().size();
    if (config.embedding() == 0 && size > ClassificationConfig.MAX_ONE_HOT) {
      throw new IllegalArgumentException(
          "without an embedding a vocabulary may have at most %,d tokens, this one has %,d; set embedding, for example to 128, or a smaller size of the vocabulary"
              .formatted(ClassificationConfig.MAX_ONE_HOT, size));
    }
    embedding =
        config.embedding() == 0
            ? null
            : Embedding.create(
                scope.child("embedding"), size, config.embedding(), Initializers.normal(START));
  }

  /// Reads the vocabulary from a model's folder.
  static SentenceCodec codec(TokenConfig tokens, ModelFolder folder) throws IOException {
    return SentenceCodec.parse(
        tokens,
        ModelFolder.VOCABULARY,
        folder.vocabulary(),
        MERGES,
        tokens.unit() == TokenUnit.BPE ? folder.vocabulary(MERGES) : List.of());
  }

  /// Empty if tokens have no vectors.
  Optional<WordVectors> wordVectors() {
    return embedding == null
        ? Optional.empty()
        : Optional.of(WordVectors.of(codec, embedding.weight()));
  }

  SentenceCodec codec() {
    return codec;
  }

  @Override
  public int width() {
    return embedding == null ? codec.vocabulary().size() : embedding.weight().shape().columns();
  }

  @Override
  public Value apply(Tape tape, ItemBatch batch) {
    Shape outer = Shape.of(batch.steps(), batch.rows());
    return embedding == null
        ? OneHot.of(tape, batch.ids(), outer, codec.vocabulary().size())
        : embedding.apply(tape, batch.ids(), outer);
  }

  /// Writes what the layers read of one token, `[I]`.
  void put(int id, Tensor step) {
    Tensor known = embedding == null ? null : embedding.weight();
    for (int i = 0; i < step.shape().size(); i++) {
      step.set(i, known == null ? i == id ? 1 : 0 : known.get(id * step.shape().size() + i));
    }
  }

  @Override
  public Map<String, List<String>> files() {
    Map<String, List<String>> files = new LinkedHashMap<>();
    files.put(ModelFolder.VOCABULARY, codec.vocabularyLines());
    if (codec.config().unit() == TokenUnit.BPE) {
      files.put(MERGES, codec.mergeLines());
    }
    return files;
  }
}
