package dev.refrain.app;

import dev.refrain.search.StudyPlan;
import dev.refrain.search.Trial;
import dev.refrain.train.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Commands that train with the settings of a trial. The whole configuration of each is kept in the
/// study's folder, so that the command says all and stays short.
///
/// @param folder the study's
/// @param <C> the configuration of a run
record TrialCommands<C extends Record & TrainingConfig>(
    TrainableTask<C> task, Path folder, StudyPlan plan) {
  private static final String FOLDER = "configurations";

  /// The configuration of a trial.
  C config(Trial trial) {
    return new SearchSettings<>(task).config(plan.space().settings(trial.values()), trial.seed());
  }

  /// The command that trains with the settings of a trial to the end.
  String command(Trial trial) {
    Path file = folder.resolve(FOLDER).resolve("trial-%d.yaml".formatted(trial.number()));
    if (!Files.exists(file)) {
      try {
        Files.createDirectories(file.getParent());
        byte[] yaml = Settings.yaml(Settings.tree(config(trial))).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(file, yaml);
      } catch (IOException e) {
        throw new CommandFailed(Failures.sentence(e), e);
      }
    }
    return Invocation.command()
        + " "
        + List.of("train", task.name(), "--config", file.toString(), "--out", "MODEL").stream()
            .map(ShellWord::quoted)
            .collect(Collectors.joining(" "));
  }
}
