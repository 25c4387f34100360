package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.train.ModelFolder;
import dev.refrain.train.ModelManifest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ParseResult;

/// What every `train` command does with its options: lays them over the defaults or over what an
/// interrupted run was told, and starts the run.
///
/// @param <C> the configuration of a run
final class TrainingCommand<C extends Record & TrainingConfig> {
  private static final String EPOCHS = "epochs";

  private final TrainableTask<C> task;
  private final ParseResult parsed;
  private final RunOptions run;

  TrainingCommand(TrainableTask<C> task, ParseResult parsed, RunOptions run) {
    this.task = task;
    this.parsed = parsed;
    this.run = run;
  }

  /// Carries the command out.
  ///
  /// @return the exit code
  int call() throws IOException {
    Settings.refuseTwice(parsed);
    if (run.printConfig) {
      C config = run.resume ? bound(saved(), given()) : begun();
      IdleOptions.refuse(parsed, task, config);
      System.out.print(Settings.yaml(Settings.tree(config)));
      return ExitCode.DONE;
    }
    run.check();
    if (run.resume) {
      return resume();
    }
    C config = begun();
    task.requireData(config);
    IdleOptions.refuse(parsed, task, config);
    return new TrainingRun<>(task, config, config, run).begin();
  }

  private int resume() throws IOException {
    ObjectNode before = saved();
    ObjectNode over = given();
    if (over.path("shards").asInt(-1) == 0) {
      over.remove("shards"); // as many as there were processors
    }
    C saved = bound(before, JsonLines.object());
    C config = bound(before, over);
    refuseChanges(config, saved);
    IdleOptions.refuse(parsed, task, config);
    return new TrainingRun<>(task, config, saved, run).resume();
  }

  /// The configuration of a new run.
  C begun() {
    ObjectNode given = given();
    try {
      return bound(Settings.tree(task.defaults(given)), given);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(e.getMessage(), e);
    }
  }

  /// What the configuration file and, over it, the options say.
  private ObjectNode given() {
    ObjectNode given = run.config == null ? JsonLines.object() : Settings.read(run.config);
    Settings.merge(Settings.options(parsed, task.sections()), given);
    for (String place : task.places().keySet()) {
      Settings.removeEmpty(given, place); // so --print-config prints it when there is none
    }
    return given;
  }

  /// The configuration that `over` makes of a whole one.
  @SuppressWarnings("unchecked") // the class of a C
  private C bound(ObjectNode under, ObjectNode over) {
    ObjectNode whole = under.deepCopy();
    Settings.lay(over, whole, run.config == null ? "the options" : run.config.toString());
    Integer layers = parsed.matchedOptionValue("--layers", null);
    task.sections().shape(whole, layers, null);
    return (C) Settings.bind(whole, task.defaults(JsonLines.object()).getClass());
  }

  /// The configuration that the folder in --out was begun with.
  private ObjectNode saved() throws IOException {
    run.checkOut();
    ModelManifest manifest = ModelFolder.open(run.out).manifest();
    manifest.requireTask(task.name(), run.out);
    if (manifest.extra().get(TrainingRun.TRAINING) instanceof ObjectNode saved) {
      return saved;
    }
    throw new CommandFailed(
        "%s was not made by refrain train %s, so it cannot be resumed"
            .formatted(run.out, task.name()));
  }

  /// Compares what was bound, not what was written: a file may say 1 for 1.0.
  private void refuseChanges(C now, C saved) {
    Set<String> mayChange = new HashSet<>(task.places().keySet());
    mayChange.add(EPOCHS);
    List<String> differences =
        Settings.differences(Settings.tree(now), Settings.tree(saved), mayChange);
    if (!differences.isEmpty()) {
      throw new WrongUsage(
          "%s; a resumed run keeps its settings (only --epochs may change): leave them out, or"
                  .formatted(String.join(", ", differences))
              + " begin anew in another folder");
    }
  }
}
