package dev.refrain.train;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A model's folder, for writing. One process at a time may hold it; every save replaces all files
/// as one (see `Commit`), and until the first save of a new model is complete an old one in the
/// same folder stays what it was.
///
/// ```java
/// try (var writer = ModelWriter.create(folder, manifest, vocabularies, IfExists.REFUSE)) {
///   Trainer.of(task).checkpoints(writer, CheckpointPlan.standard()).run();
/// }
/// ```
public final class ModelWriter implements AutoCloseable {
  /// What to do with a model that is already in the folder.
  public enum IfExists {
    /// Leave it, and say so.
    REFUSE,
    /// Replace it by the first save.
    REPLACE
  }

  private final Path path;
  private ModelManifest manifest;
  private final Map<String, List<String>> vocabularies;
  private final FolderLock lock;
  private boolean established;
  private boolean manifestChanged;

  private ModelWriter(
      Path path,
      ModelManifest manifest,
      Map<String, List<String>> vocabularies,
      FolderLock lock,
      boolean established) {
    this.path = path;
    this.manifest = manifest;
    this.vocabularies = vocabularies;
    this.lock = lock;
    this.established = established;
  }

  /// A new model in a folder that does not exist, is empty, or, for REPLACE, holds a Refrain model.
  ///
  /// @param vocabularies lines by file name (`vocabulary.txt`, `vocabulary.<which>.txt`); may be
  ///     empty
  /// @throws IOException in one sentence if the folder may not be used
  public static ModelWriter create(
      Path path, ModelManifest manifest, Map<String, List<String>> vocabularies, IfExists ifExists)
      throws IOException {
    vocabularies.forEach(ModelWriter::checkVocabulary);
    if (Files.exists(path)) {
      checkReplaceable(path, ifExists);
    }
    FolderLock lock = lock(path);
    return new ModelWriter(path, manifest, Map.copyOf(vocabularies), lock, false);
  }

  /// A model whose training goes on.
  ///
  /// @throws IOException in one sentence if the folder holds no training to go on with
  public static ModelWriter resume(Path path) throws IOException {
    ModelFolder folder = ModelFolder.open(path);
    if (!folder.resumable()) {
      throw new ModelFormatException(
          "%s: holds a model but no %s, so its training cannot be resumed"
              .formatted(path, ModelFiles.STATE));
    }
    FolderLock lock = lock(path);
    try {
      Commit.finish(path);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
    return new ModelWriter(path, folder.manifest(), Map.of(), lock, true);
  }

  private static void checkVocabulary(String name, List<String> lines) {
    if (!ModelFiles.isVocabulary(name)) {
      throw new IllegalArgumentException(
          "'%s' is not a vocabulary's name: vocabulary.txt or vocabulary.<which>.txt"
              .formatted(name));
    }
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).indexOf('\n') >= 0) {
        throw new IllegalArgumentException(
            "%s: entry %d holds a line feed, it must be escaped".formatted(name, i));
      }
    }
  }

  private static void checkReplaceable(Path path, IfExists ifExists) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new ModelFormatException(
          "%s: is a file, so no model can be written there; choose another folder".formatted(path));
    }
    if (Files.exists(Commit.locate(path, ModelFiles.MANIFEST))) {
      if (ifExists == IfExists.REFUSE) {
        throw new ModelFormatException(
            "%s: already holds a model; resume it (--resume), replace it (--force) or choose"
                    .formatted(path)
                + " another folder");
      }
    } else if (!isEmpty(path)) {
      throw new ModelFormatException(
          "%s: is not empty and holds no Refrain model; choose another folder".formatted(path));
    }
  }

  /// Whether nothing is there but what a run leaves that ended before its first save.
  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.allMatch(e -> e.getFileName().toString().equals(Commit.TRAINING));
    }
  }

  private static FolderLock lock(Path path) throws IOException {
    Path file = path.resolve(ModelFiles.LOCK);
    Files.createDirectories(file.getParent());
    return FolderLock.take(
        file,
        "%s: another run is training this model; wait for it or choose another folder"
            .formatted(path));
  }

  public Path path() {
    return path;
  }

  public ModelManifest manifest() {
    return manifest;
  }

  /// Keeps another [ModelManifest#extra] from now on. The next save writes it, together with all
  /// else that it writes; until then the folder holds the old one.
  ///
  /// @throws IllegalArgumentException if it is not a JSON object
  public void updateExtra(JsonNode extra) {
    manifest = manifest.withExtra(extra);
    manifestChanged = true;
  }

  /// Whether there is a state to go on from: the writer was made by [#resume].
  boolean resuming() {
    return established;
  }

  /// Saves a model as it is, without a state to train on from.
  public void saveWeights(Parameters parameters) throws IOException {
    save(commit -> addTensors(commit, ModelFiles.WEIGHTS, parameters.byName()));
  }

  /// Saves a run's state.
  void save(Checkpoint checkpoint) throws IOException {
    save(
        commit -> {
          if (checkpoint.best() != null) {
            addTensors(commit, ModelFiles.WEIGHTS, checkpoint.best());
          }
          addTensors(commit, ModelFiles.LAST_WEIGHTS, checkpoint.last());
          addTensors(commit, ModelFiles.OPTIMIZER, checkpoint.optimizer());
          addTensors(commit, ModelFiles.CARRIED, checkpoint.carried());
          addJson(commit, ModelFiles.STATE, checkpoint.state());
        });
  }

  @FunctionalInterface
  private interface Additions {
    void addTo(Commit commit) throws IOException;
  }

  private void save(Additions additions) throws IOException {
    Uninterrupted.run(
        () -> {
          commit(additions);
          return null;
        });
    established = true;
    manifestChanged = false;
  }

  private void commit(Additions additions) throws IOException {
    Commit.finish(path);
    Commit commit = Commit.begin(path);
    try {
      if (!established) {
        commit.replaceAll();
        for (var vocabulary : vocabularies.entrySet()) {
          commit.add(vocabulary.getKey(), channel -> writeLines(channel, vocabulary.getValue()));
        }
      }
      if (!established || manifestChanged) {
        addJson(commit, ModelFiles.MANIFEST, manifest.toJson());
      }
      additions.addTo(commit);
      commit.complete();
    } catch (IOException | RuntimeException e) {
      commit.abandon();
      throw e;
    }
  }

  private void addTensors(Commit commit, String name, Map<String, Tensor> tensors)
      throws IOException {
    Map<String, String> metadata = Map.of("refrain", manifest.refrain());
    commit.add(name, channel -> Safetensors.write(channel, tensors, metadata));
  }

  private static void addJson(Commit commit, String name, JsonNode json) throws IOException {
    var indenter = new DefaultIndenter("  ", "\n");
    byte[] text =
        JsonFields.MAPPER
            .writer(new DefaultPrettyPrinter().withObjectIndenter(indenter))
            .writeValueAsBytes(json);
    commit.add(
        name,
        channel -> {
          AtomicFiles.writeFully(channel, ByteBuffer.wrap(text));
          AtomicFiles.writeFully(channel, ByteBuffer.wrap(new byte[] {'\n'}));
        });
  }

  private static void writeLines(FileChannel channel, List<String> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(line).append('\n');
    }
    AtomicFiles.writeFully(channel, StandardCharsets.UTF_8.encode(text.toString()));
  }

  /// Lets others write the folder.
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
