package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.Trial;
import dev.refrain.train.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Commands that train with the settings of a trial: in options where those can say all, else with
/// a configuration file in the study's folder.
///
/// @param <C> the configuration of a run
final class TrialCommands<C extends Record & TrainingConfig> {
  private static final String FOLDER = "configurations";

  private final TrainableTask<C> task;
  private final Supplier<Object> train;
  private final Path folder;
  private final StudyPlan plan;
  private final Map<Integer, String> made = new ConcurrentHashMap<>();

  /// @param train makes the command that trains for the task
  /// @param folder the study's
  TrialCommands(TrainableTask<C> task, Supplier<Object> train, Path folder, StudyPlan plan) {
    this.task = task;
    this.train = train;
    this.folder = folder;
    this.plan = plan;
  }

  /// The configuration of a trial.
  C config(Trial trial) {
    return new SearchSettings<>(task).config(plan.space().settings(trial.values()), trial.seed());
  }

  /// The command that trains with the settings of a trial to the end. Its configuration file is
  /// written in any case.
  String command(Trial trial) {
    return made.computeIfAbsent(trial.number(), _ -> make(trial));
  }

  private String make(Trial trial) {
    C config = config(trial);
    Path file = folder.resolve(FOLDER).resolve("trial-%d.yaml".formatted(trial.number()));
    write(file, config);
    ObjectNode settings = plan.space().settings(trial.values()).put("seed", trial.seed());
    List<String> words = new ArrayList<>(List.of("train", task.name()));
    words.addAll(
        new TrainWords<>(task, train)
            .words(settings, config)
            .orElse(List.of("--config", file.toString())));
    words.addAll(List.of("--out", "MODEL"));
    return Invocation.command()
        + " "
        + words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
  }

  private void write(Path file, C config) {
    try {
      Files.createDirectories(file.getParent());
      AtomicFiles.write(
          file, Settings.yaml(Settings.tree(config)).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CommandFailed(Failures.sentence(e), e);
    }
  }
}
