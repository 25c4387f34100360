package dev.refrain.app;

import dev.refrain.app.study.LiveReport;
import dev.refrain.app.study.StudyReport;
import dev.refrain.search.LocalTrials;
import dev.refrain.search.Study;
import dev.refrain.search.StudyEnd;
import dev.refrain.search.StudyHistory;
import dev.refrain.search.StudyLimits;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.StudyRun;
import dev.refrain.search.Trial;
import dev.refrain.search.TrialExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One session of work on a study, from its first trial to the training of the best configuration.
///
/// @param <C> the configuration of a run
final class SearchRun<C extends Record & TrainingConfig> {
  private final TrainableTask<C> task;
  private final Study study;
  private final StudyPlan plan;
  private final StudyLimits limits;
  private final StudyOptions options;
  private final int threads;
  private final TrialCommands<C> commands;

  SearchRun(
      TrainableTask<C> task,
      Study study,
      StudyLimits limits,
      StudyOptions options,
      int threads,
      TrialCommands<C> commands) {
    this.task = task;
    this.study = study;
    this.plan = study.plan();
    this.limits = limits;
    this.options = options;
    this.threads = threads;
    this.commands = commands;
  }

  /// Works.
  ///
  /// @param remarks what people should know about the data
  /// @return the exit code
  int run(List<String> remarks) throws IOException {
    try (SearchView view = SearchView.of(study, limits, options.json)) {
      remarks.forEach(view::remark);
      if (study.torn()) {
        view.remark("the last line of %s was torn and is left out".formatted(Study.LOG));
      }
      return run(view);
    }
  }

  private int run(SearchView view) throws IOException {
    StudyEnd end;
    try (var report = report(view);
        TrialExecutor trials =
            new LocalTrials(
                new TaskTrials<>(task, threads, plan.parallel() == 1), plan.parallel())) {
      if (options.open) {
        Browser.open(page(), view::remark);
      }
      var run =
          new StudyRun(study, trials, limits).listener(view).listener(event -> report.changed());
      try (var interrupts =
          Interrupts.call(
              () -> {
                view.remark("stopping the trials; Ctrl-C again leaves at once");
                run.requestStop();
              })) {
        end = run.run();
        if (end == StudyEnd.REQUESTED) {
          view.remark("stopped; to go on:  " + resumeCommand());
          return interrupts.exitCode();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailed("the search was interrupted", e);
      }
    }
    return conclude(view);
  }

  private LiveReport report(SearchView view) {
    return new LiveReport(
        study.folder(),
        plan,
        study::history,
        commands::command,
        failure -> view.remark("the report is not written: " + Failures.sentence(failure)));
  }

  private Path page() {
    return study.folder().resolve(StudyReport.PAGE);
  }

  private int conclude(SearchView view) throws IOException {
    StudyHistory history = study.history();
    Optional<Trial> best = history.best();
    if (best.isEmpty()) {
      view.table(history);
      throw new CommandFailed(
          "no trial came to its end, so there is no best one; %s has the reasons"
              .formatted(study.folder().resolve(Study.LOG)));
    }
    view.conclude(history, best.get(), commands.command(best.get()), page());
    view.close();
    return options.out == null ? ExitCode.DONE : train(best.get());
  }

  private int train(Trial best) throws IOException {
    C config = commands.config(best);
    if (!options.json) {
      System.out.println(
          "training the configuration of trial %d to its end".formatted(best.number()));
    }
    return new TrainingRun<>(task, config, config, new BestRunOptions(options, threads)).begin();
  }

  private String resumeCommand() {
    return Invocation.command()
        + " "
        + options.resuming(task.name()).stream()
            .map(ShellWord::quoted)
            .collect(Collectors.joining(" "));
  }
}
