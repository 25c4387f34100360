package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a kill leaves of a commit, readers see all of the old files or all of the new ones.
final class CommitTest {
  @TempDir Path temporary;
  private Path folder;
  private Path saving;
  private Path saved;

  @BeforeEach
  void trainOldModel() throws IOException {
    folder = temporary.resolve("model");
    saving = folder.resolve("training/saving");
    saved = folder.resolve("training/saved");
    try (ModelWriter writer = TestModels.create(folder)) {
      TestModels.trainer(TestModels.task()).checkpoints(writer, TestModels.EPOCHS_ONLY).run();
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private Map<String, String> visible() throws IOException {
    Map<String, String> visible = new TreeMap<>();
    for (String name :
        List.of("model.json", "weights.safetensors", "vocabulary.txt", "training/state.json")) {
      Path file = Commit.locate(folder, name);
      visible.put(name, Files.exists(file) ? DataFingerprint.of(file).sha256() : "none");
    }
    return visible;
  }

  @Test
  void aCommitThatWasNotCompleteIsAsIfItHadNotBegun() throws IOException {
    Map<String, String> before = TestModels.bits(folder);
    write(saving.resolve("training-state.json"), "{");
    write(saving.resolve("weights.safetensors"), "half");
    assertThat(TestModels.bits(folder)).isEqualTo(before);
    try (ModelWriter writer = ModelWriter.resume(folder)) {
      TestModels.trainer(TestModels.task())
          .epochs(TestModels.EPOCHS + 1)
          .checkpoints(writer, TestModels.EPOCHS_ONLY)
          .run();
    }
    assertThat(saving).doesNotExist();
    assertThat(saved).doesNotExist();
  }

  /// Cuts the moving of a new model's files over an old model's after every one of its steps.
  @Test
  void aReplacementThatWasCutAnywhereIsSeenWholeAndCompleted() throws IOException {
    Path newer = temporary.resolve("newer");
    try (ModelWriter writer =
        ModelWriter.create(
            newer, TestModels.manifest("newer"), Map.of(), ModelWriter.IfExists.REFUSE)) {
      Trainer.of(new TinyTask(7, 3, 1)).epochs(1).checkpoints(writer, TestModels.EVERY_STEP).run();
    }
    // What the folder is at the moment of the commit, and the order in which it then changes.
    List<String> moved =
        List.of(
            "model.json",
            "training/carried.safetensors",
            "training/last.safetensors",
            "training/optimizer.safetensors",
            "training/state.json",
            "weights.safetensors");
    for (String name : moved) {
      Files.createDirectories(saved);
      Files.copy(newer.resolve(name), saved.resolve(name.replace('/', '-')));
    }
    write(saved.resolve("replaces"), "");
    Path atCommit = temporary.resolve("at-commit");
    copy(folder, atCommit);
    Map<String, String> expected = null;
    for (int cut = 0; cut <= moved.size() + 2; cut++) {
      folder = temporary.resolve("cut" + cut);
      copy(atCommit, folder);
      saved = folder.resolve("training/saved");
      List<Path> old = ModelFiles.present(folder);
      if (cut == 1) { // some of the old files are deleted
        Files.delete(old.get(0));
        Files.delete(old.get(2));
      } else if (cut > 1) { // all of them, and then so many of the new ones moved
        for (Path file : old) {
          Files.delete(file);
        }
        Files.delete(saved.resolve("replaces"));
        for (String name : moved.subList(0, cut - 2)) {
          Files.move(saved.resolve(name.replace('/', '-')), folder.resolve(name));
        }
      }
      assertThat(ModelFolder.open(folder).manifest().task()).as("cut %d", cut).isEqualTo("newer");
      Map<String, String> seen = visible();
      seen.remove("vocabulary.txt"); // the old one's may still lie there, the new one has none
      expected = expected == null ? seen : expected;
      assertThat(seen).as("cut %d", cut).isEqualTo(expected);
      ModelWriter.resume(folder).close();
      assertThat(TestModels.content(folder).keySet())
          .as("cut %d", cut)
          .isSubsetOf(Stream.concat(moved.stream(), Stream.of("training/lock")).toList())
          .containsAll(moved);
      assertThat(visible()).containsAllEntriesOf(expected);
    }
  }

  @Test
  void filesThatAreNotTheModelsAreNeverMovedIntoIt() throws IOException {
    write(saved.resolve("run-me.sh"), "#!/bin/sh");
    write(saved.resolve("training-..-..-escaped"), "x");
    ModelWriter.resume(folder).close();
    assertThat(folder.resolve("run-me.sh")).doesNotExist();
    assertThat(temporary).isDirectoryNotContaining("glob:**escaped*");
    assertThat(saved).doesNotExist();
  }
}
