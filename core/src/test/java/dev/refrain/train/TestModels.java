package dev.refrain.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.ScheduleConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The same small run for several tests: all that may be lost by a kill is in it.
final class TestModels {
  static final long SEED = 42;
  static final int SHARDS = 2;
  static final int EPOCHS = 3;
  static final int STEPS = 5;
  static final CheckpointPlan EVERY_STEP = new CheckpointPlan(true, 1, Duration.ZERO);
  static final CheckpointPlan EPOCHS_ONLY = new CheckpointPlan(true, 0, Duration.ZERO);

  private TestModels() {}

  static ModelManifest manifest(String task) {
    return new ModelManifest(
        task,
        "0.1-test",
        JsonNodeFactory.instance.objectNode().put("hidden", TinyTask.HIDDEN),
        DataFingerprint.of("tiny.txt", "tiny".getBytes(StandardCharsets.UTF_8)),
        SEED,
        SHARDS,
        JsonNodeFactory.instance.objectNode());
  }

  static ModelWriter create(Path folder) throws IOException {
    return ModelWriter.create(
        folder,
        manifest("tiny"),
        Map.of("vocabulary.txt", List.of("a", "b c", "")),
        ModelWriter.IfExists.REFUSE);
  }

  static TinyTask task() {
    return new TinyTask(SEED, STEPS, 2);
  }

  /// AdamW, warm-up and plateau, validation within epochs; at a rate so high that losses also rise,
  /// the plateau falls, and the best weights are not the last.
  static Trainer trainer(Task task) {
    return Trainer.of(task)
        .kernels(ReferenceKernels.float32())
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAMW).withRate(0.13))
        .schedule(ScheduleConfig.plateau(0, 0.5).withWarmUp(4))
        .clipNorm(0.5)
        .validateEvery(2)
        .epochs(EPOCHS)
        .threads(1);
  }

  /// What the files that must not differ between two runs hold. `state.json` tells times, so of it
  /// only the rest is compared.
  static Map<String, String> bits(Path folder) throws IOException {
    Map<String, String> bits = new TreeMap<>();
    for (String name :
        List.of(
            ModelFiles.MANIFEST,
            ModelFolder.VOCABULARY,
            ModelFiles.WEIGHTS,
            ModelFiles.LAST_WEIGHTS,
            ModelFiles.OPTIMIZER,
            ModelFiles.CARRIED)) {
      bits.put(name, DataFingerprint.of(folder.resolve(name)).sha256());
    }
    var state = JsonFields.read(folder.resolve(ModelFiles.STATE)).node();
    state.remove(List.of("seconds", "events"));
    bits.put(ModelFiles.STATE, state.toString());
    return bits;
  }

  /// Every file below a folder with its content.
  static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(folder.relativize(file).toString(), DataFingerprint.of(file).sha256());
      }
    }
    return content;
  }
}
