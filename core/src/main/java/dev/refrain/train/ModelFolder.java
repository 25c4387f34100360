package dev.refrain.train;

import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A model on disk, for reading: `model.json`, `weights.safetensors`, `vocabulary.txt` and, where
/// it was trained, `training/`. Nothing in it is executable, and nothing is Java serialization.
///
/// Reading changes nothing, so it works on folders that may not be written, and while a run saves.
public final class ModelFolder {
  /// The file that makes a folder a model's.
  public static final String MANIFEST = ModelFiles.MANIFEST;

  /// The vocabulary of a task that has just one.
  public static final String VOCABULARY = "vocabulary.txt";

  private static final int ATTEMPTS = 3;

  private final Path path;
  private final ModelManifest manifest;

  private ModelFolder(Path path, ModelManifest manifest) {
    this.path = path;
    this.manifest = manifest;
  }

  /// Opens a model's folder and reads its manifest.
  ///
  /// @throws IOException in one sentence if there is no such folder or it holds no model
  public static ModelFolder open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new ModelFormatException("%s: there is no such model folder".formatted(path));
    }
    if (!Files.isDirectory(path)) {
      throw new ModelFormatException("%s: is a file, expected a model folder".formatted(path));
    }
    Path file = Commit.locate(path, ModelFiles.MANIFEST);
    if (!Files.exists(file)) {
      throw new ModelFormatException(
          "%s: holds no %s, so it is not a Refrain model".formatted(path, ModelFiles.MANIFEST));
    }
    return new ModelFolder(path, ModelManifest.read(JsonFields.read(file, ModelFiles.MANIFEST)));
  }

  public Path path() {
    return path;
  }

  public ModelManifest manifest() {
    return manifest;
  }

  /// The lines of [#VOCABULARY].
  public List<String> vocabulary() throws IOException {
    return vocabulary(VOCABULARY);
  }

  /// The lines of a vocabulary: UTF-8, ended by line feeds; nothing else breaks a line.
  ///
  /// @param name `vocabulary.txt` or, for a task with several, `vocabulary.<which>.txt`
  public List<String> vocabulary(String name) throws IOException {
    if (!ModelFiles.isVocabulary(name)) {
      throw new IllegalArgumentException("'%s' is not the name of a vocabulary".formatted(name));
    }
    String text;
    try {
      text = read(name, file -> Files.readString(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new ModelFormatException("%s: is not UTF-8 text".formatted(name), e);
    }
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      lines.add(text.substring(from, to));
      from = to + 1;
    }
    if (from < text.length()) {
      throw new ModelFormatException(
          "%s: its last line is not ended; the file is truncated".formatted(name));
    }
    return List.copyOf(lines);
  }

  /// Parameters to build the model with that [#loadWeights] is to fill. Making one that the weights
  /// do not hold in this shape throws an [IllegalArgumentException].
  ///
  /// @throws IOException in one sentence if the weights are damaged
  public Parameters parametersToLoad() throws IOException {
    return Parameters.toRead(Precision.FLOAT32, read(ModelFiles.WEIGHTS, Safetensors::shapes));
  }

  /// Fills a model's parameters from `weights.safetensors`: the best weights of the run.
  ///
  /// @throws ModelFormatException if a tensor is missing, unknown or of another shape
  public void loadWeights(Parameters parameters) throws IOException {
    readTensors(ModelFiles.WEIGHTS, parameters.byName());
  }

  /// Whether there is a state to go on training from.
  public boolean resumable() {
    return Files.exists(Commit.locate(path, ModelFiles.STATE));
  }

  /// Fills tensors from one of the model's files.
  void readTensors(String name, Map<String, Tensor> targets) throws IOException {
    read(name, file -> Safetensors.readInto(file, targets));
  }

  /// All tensors of one of the model's files.
  Map<String, Tensor> readTensors(String name) throws IOException {
    return read(name, file -> Safetensors.read(file).tensors());
  }

  /// The object in one of the model's files.
  JsonFields readFields(String name) throws IOException {
    return read(name, file -> JsonFields.read(file, name));
  }

  /// Reads a file of one of the two places that [Commit#locate] knows.
  @FunctionalInterface
  private interface Reading<T> {
    T read(Path file) throws IOException;
  }

  private <T> T read(String name, Reading<T> reading) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.read(Commit.locate(path, name));
      } catch (NoSuchFileException e) {
        // A run that saves just now may have moved the file between the look and the opening.
        if (attempt == ATTEMPTS) {
          throw new ModelFormatException("%s: holds no %s".formatted(path, name), e);
        }
      }
    }
  }
}
