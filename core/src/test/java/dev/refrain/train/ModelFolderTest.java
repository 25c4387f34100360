package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.train.ModelWriter.IfExists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelFolderTest {
  @TempDir Path temporary;

  private Path saved() throws IOException {
    Path folder = temporary.resolve("model");
    try (ModelWriter writer = TestModels.create(folder)) {
      writer.saveWeights(TestModels.task().parameters());
    }
    return folder;
  }

  private Path trained() throws IOException {
    Path folder = temporary.resolve("model");
    try (ModelWriter writer = TestModels.create(folder)) {
      TestModels.trainer(TestModels.task()).checkpoints(writer, TestModels.EPOCHS_ONLY).run();
    }
    return folder;
  }

  @Test
  void readsBackWhatWasSaved() throws IOException {
    ModelFolder folder = ModelFolder.open(saved());
    assertThat(folder.manifest()).isEqualTo(TestModels.manifest("tiny"));
    assertThat(folder.vocabulary()).containsExactly("a", "b c", "");
    assertThat(folder.resumable()).isFalse();
    TinyTask other = new TinyTask(TestModels.SEED + 1, 1, 0);
    folder.loadWeights(other.parameters());
    TestModels.task()
        .parameters()
        .byName()
        .forEach(
            (name, tensor) ->
                assertThat(other.parameters().byName().get(name).toArray())
                    .containsExactly(tensor.toArray()));
    assertThatThrownBy(() -> ModelWriter.resume(folder.path()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("holds a model but no training/state.json");
  }

  @Test
  void refusesAFolderThatHoldsAModelUnlessItMayBeReplaced() throws IOException {
    Path folder = trained();
    Map<String, String> before = TestModels.content(folder);
    assertThatThrownBy(() -> TestModels.create(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("already holds a model; resume it (--resume), replace it (--force)");
    assertThat(TestModels.content(folder)).isEqualTo(before);
    var other = TestModels.manifest("other");
    try (ModelWriter writer = ModelWriter.create(folder, other, Map.of(), IfExists.REPLACE)) {
      assertThat(TestModels.content(folder)).as("until the first save").isEqualTo(before);
      assertThat(ModelFolder.open(folder).manifest().task()).isEqualTo("tiny");
      writer.saveWeights(TestModels.task().parameters());
    }
    assertThat(TestModels.content(folder))
        .containsOnlyKeys("model.json", "weights.safetensors", "training/lock");
    assertThat(ModelFolder.open(folder).manifest().task()).isEqualTo("other");
  }

  @Test
  void refusesFoldersThatAreNoModels() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("photos"));
    Files.writeString(folder.resolve("cat.jpg"), "cat");
    for (IfExists ifExists : IfExists.values()) {
      assertThatThrownBy(
              () -> ModelWriter.create(folder, TestModels.manifest("tiny"), Map.of(), ifExists))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("is not empty and holds no Refrain model");
    }
    assertThat(TestModels.content(folder)).containsOnlyKeys("cat.jpg");
    Path file = folder.resolve("cat.jpg");
    assertThatThrownBy(() -> TestModels.create(file)).hasMessageContaining("is a file");
    assertThatThrownBy(() -> ModelFolder.open(file)).hasMessageContaining("is a file");
    assertThatThrownBy(() -> ModelFolder.open(folder)).hasMessageContaining("no model.json");
    assertThatThrownBy(() -> ModelFolder.open(temporary.resolve("none")))
        .hasMessageContaining("there is no such model folder");
  }

  @Test
  void takesAnEmptyFolderAndOneWhoseRunEndedBeforeItsFirstSave() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("model"));
    TestModels.create(folder).close();
    saved();
    assertThat(ModelFolder.open(folder).manifest().task()).isEqualTo("tiny");
  }

  @Test
  void oneRunAtATimeHoldsAFolder() throws IOException {
    Path folder = trained();
    ModelWriter held = ModelWriter.resume(folder);
    assertThatThrownBy(() -> ModelWriter.resume(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("another run is training this model");
    held.close();
    ModelWriter.resume(folder).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../vocabulary.txt", "vocabulary.txt/..", "words.txt", "vocabulary.A.txt"})
  void namesOfVocabulariesStayInTheFolder(String name) throws IOException {
    Path folder = saved();
    assertThatThrownBy(() -> ModelFolder.open(folder).vocabulary(name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                ModelWriter.create(
                    temporary.resolve("new"),
                    TestModels.manifest("tiny"),
                    Map.of(name, List.of()),
                    IfExists.REFUSE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesVocabulariesThatAreNotWholeLinesOfText() throws IOException {
    Path folder = saved();
    Path file = folder.resolve("vocabulary.txt");
    Files.writeString(file, "a\nb");
    assertThatThrownBy(() -> ModelFolder.open(folder).vocabulary())
        .hasMessageContaining("truncated");
    Files.write(file, new byte[] {'a', (byte) 0xFF, '\n'});
    assertThatThrownBy(() -> ModelFolder.open(folder).vocabulary())
        .hasMessage("vocabulary.txt: is not UTF-8 text");
    Files.delete(file);
    assertThatThrownBy(() -> ModelFolder.open(folder).vocabulary())
        .hasMessageContaining("holds no vocabulary.txt");
  }

  @Test
  void refusesANewerFormatByItsVersion() throws IOException {
    Path folder = saved();
    Path file = folder.resolve("model.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"format\" : 1", "\"format\" : 2, \"news\" : true")
            .replace("0.1-test", "9.0"));
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "model.json: this model has format 2 and this Refrain reads up to 1;"
                + " use the Refrain that wrote it (9.0) or a newer one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"seed\" : 42|\"sead\" : 42|field 'seed' is missing",
        "\"seed\" : 42|\"seed\" : 42, \"extra2\" : 1|there is no field 'extra2'",
        "\"seed\" : 42|\"seed\" : \"x\"|field 'seed' is \"x\", expected a whole number",
        "\"seed\" : 42|\"seed\" : 42, \"seed\" : 43|Duplicate field 'seed'",
        "\"seed\" : 42|\"seed\" : 42e99|field 'seed'",
        "\"shards\" : 2|\"shards\" : 0|field 'shards' is 0, expected a whole number from 1",
        "\"shards\" : 2|\"shards\" 2|model.json, line",
        "\"bytes\" : 4|\"bytes\" : -4|field 'data.bytes' is -4",
        "\"bytes\" : 4|\"bites\" : 4|field 'data.bytes' is missing",
        "\"task\" : \"tiny\"|\"task\" : 7|field 'task' is 7, expected a text",
        "\"format\" : 1|\"format\" : null|field 'format' is null",
      })
  void saysWhichFieldIsWrong(String good, String bad, String expected) throws IOException {
    Path folder = saved();
    Path file = folder.resolve("model.json");
    String text = Files.readString(file);
    assertThat(text).contains(good);
    Files.writeString(file, text.replace(good, bad));
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("model.json")
        .hasMessageContaining(expected);
  }

  @Test
  void saysWhenWeightsAreMissingOrTruncated() throws IOException {
    Path folder = trained();
    TinyTask task = TestModels.task();
    Path file = folder.resolve("weights.safetensors");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    assertThatThrownBy(() -> ModelFolder.open(folder).loadWeights(task.parameters()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("weights.safetensors")
        .hasMessageContaining("truncated");
    Files.delete(file);
    assertThatThrownBy(() -> ModelFolder.open(folder).loadWeights(task.parameters()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("holds no weights.safetensors");
  }

  /// Cut at any byte, a state is an error of one sentence that leaves the folder as it was.
  @Test
  void refusesAStateCutAtAnyByte() throws IOException {
    Path folder = trained();
    Path file = folder.resolve("training/state.json");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 2; length += 3) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (ModelWriter writer = ModelWriter.resume(folder)) {
        Trainer trainer =
            TestModels.trainer(TestModels.task()).checkpoints(writer, TestModels.EPOCHS_ONLY);
        assertThatThrownBy(trainer::run)
            .as("cut to %d bytes", length)
            .isInstanceOf(TrainingException.class)
            .hasMessageContaining("cannot be resumed: training/state.json");
      }
    }
  }
}
