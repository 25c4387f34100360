package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.app.study.StudyReport;
import dev.refrain.search.Measure;
import dev.refrain.search.SearchFormatException;
import dev.refrain.search.Study;
import dev.refrain.search.StudyLimits;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.StudyPlanJson;
import dev.refrain.train.DataFingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// Searches for the best configuration of a task.
///
/// @param <C> the configuration of a run
@Command(
    description = "Searches for the best configuration of a model.",
    sortOptions = false,
    footerHeading = "%nThe space file%n",
    footer = {
      "  A configuration file, as --print-config of refrain train shows it, with a section more:",
      "",
      "  optimizer: {kind: adamw}              # the same in all trials",
      "  search:",
      "    space:                              # what may be tried",
      "      layers: {integer: [1, 25]}        # layers and units: as --layers and --hidden",
      "      units: {integer: [25, 250]}",
      "      optimizer.rate: {real: [0.0005, 0.01], scale: log}",
      "      recurrent.cell: {choice: [lstm, gru]}      # in all recurrent layers",
      "      recurrent.dropout: {real: [0, 0.5], when: layers > 1}",
      "    strategy: {kind: refine, rounds: 2, trials: 5, keep: 0.4, shrink: 0.3}",
      "    pruning: {kind: asha, rung: 1, eta: 3}       # or median, none",
      "    budget: {steps: 1000}               # or epochs, seconds",
      "    measure: validation-loss            # or training-loss",
      "    limits: {trials: 20, time: 10m}",
      "    seed: 1",
      "",
      "  Ctrl-C stops and says how to go on."
    })
final class SearchTaskCommand<C extends Record & TrainingConfig> implements Callable<Integer> {
  private static final int TRIALS = 20;

  /// What is for the training of the best configuration alone.
  private static final Set<String> OF_THE_BEST = Set.of("epochs", "patience");

  private final TrainableTask<C> task;
  private final Supplier<Object> train;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SPACE",
      description = "The space file, in YAML or JSON. Not needed with --resume.")
  private Path file;

  @ArgGroup(validate = false, order = 0, heading = "%nThe search%n")
  private final StudyOptions options = new StudyOptions();

  /// @param train makes the command that trains for the task
  SearchTaskCommand(TrainableTask<C> task, Supplier<Object> train) {
    this.task = task;
    this.train = train;
  }

  @Override
  public Integer call() throws IOException {
    ParseResult parsed = spec.commandLine().getParseResult();
    Settings.refuseTwice(parsed);
    options.check();
    if (options.report) {
      return report();
    }
    var planner = new SearchPlanner<>(task, parsed, options);
    return options.resume ? resume(planner) : begin(planner);
  }

  private int report() throws IOException {
    StudyPlan plan = planOfTask();
    var commands = new TrialCommands<>(task, train, options.study, plan);
    StudyReport.write(options.study, plan, Study.history(options.study), false, commands::command);
    Path page = options.study.resolve(StudyReport.PAGE);
    System.out.println("the report is " + page);
    if (options.open) {
      Browser.open(page, System.err::println);
    }
    return ExitCode.DONE;
  }

  private StudyPlan planOfTask() throws IOException {
    StudyPlan plan = Study.plan(options.study);
    if (!plan.task().equals(task.name())) {
      throw new CommandFailed(
          "%s holds a search for %s, not for %s"
              .formatted(options.study, plan.task(), task.name()));
    }
    return plan;
  }

  private int begin(SearchPlanner<C> planner) throws IOException {
    if (file == null) {
      throw new WrongUsage("the space file is missing: what may be tried");
    }
    SpaceFile space = SpaceFile.read(file);
    SearchPlanner.Planned<C> planned = planner.plan(space, 0);
    StudyLimits limits = limits(limits(space), planned.plan());
    int threads = options.threads(planned.plan().parallel());
    if (Files.exists(options.study.resolve(Study.PLAN))) {
      throw new CommandFailed(
          "%s already holds a study; go on with it (--resume) or choose another folder"
              .formatted(options.study));
    }
    Lesson lesson = prepare(planned);
    StudyPlan plan = planned.plan().withData(lesson.data());
    try (Study study = Study.create(options.study, plan, limits)) {
      return run(study, limits, threads).run(lesson.remarks());
    }
  }

  private int resume(SearchPlanner<C> planner) throws IOException {
    StudyPlan before = planOfTask();
    SpaceFile space =
        file == null
            ? new SpaceFile(
                options.study.resolve(Study.PLAN),
                before.space().constants(),
                StudyPlanJson.of(before),
                Map.of())
            : SpaceFile.read(file);
    SearchPlanner.Planned<C> planned =
        planner.plan(space, before.space().constants().path("shards").asInt(0));
    refuseChanges(planned.plan(), before);
    StudyLimits limits =
        limits(
            file == null || limits(space).equals(StudyLimits.NONE)
                ? Study.limits(options.study)
                : limits(space),
            before);
    int threads = options.threads(before.parallel());
    Lesson lesson = prepare(planned);
    refuseOtherData(lesson.data(), before.data());
    StudyPlan plan = planned.plan().withData(before.data());
    try (Study study = Study.resume(options.study, plan, limits)) {
      return run(study, limits, threads).run(List.of());
    }
  }

  private SearchRun<C> run(Study study, StudyLimits limits, int threads) {
    var commands = new TrialCommands<>(task, train, study.folder(), study.plan());
    return new SearchRun<>(task, study, limits, options, threads, commands);
  }

  private static StudyLimits limits(SpaceFile space) {
    try {
      return StudyPlanJson.limits(space.search());
    } catch (SearchFormatException e) {
      throw space.wrongSearch(e.pointer(), e.getMessage());
    }
  }

  /// Something must end a search.
  private StudyLimits limits(StudyLimits said, StudyPlan plan) {
    StudyLimits limits = options.limits(said);
    boolean endless = plan.strategy().trials(plan.space()).isEmpty();
    return endless && limits.trials().isEmpty() && limits.time().isEmpty()
        ? new StudyLimits(OptionalInt.of(TRIALS), limits.time(), limits.target())
        : limits;
  }

  /// Reads the data and makes a model once, so that what is wrong with all trials shows before the
  /// first.
  private Lesson prepare(SearchPlanner.Planned<C> planned) throws IOException {
    task.requireData(planned.sample());
    Lesson lesson = task.prepare(planned.sample());
    if (planned.plan().measure() == Measure.VALIDATION_LOSS
        && lesson.task().validationSteps() == 0) {
      throw new WrongUsage(
          "the measure is validation-loss, and no data is held out; hold some out, or say measure:"
              + " training-loss");
    }
    return lesson;
  }

  private void refuseChanges(StudyPlan now, StudyPlan before) {
    List<String> differences = differences(now.space().constants(), before.space().constants());
    ObjectNode search = StudyPlanJson.of(now);
    differences.addAll(Settings.differences(search, StudyPlanJson.of(before), Set.of()));
    if (differences.isEmpty() && !search.equals(StudyPlanJson.of(before))) {
      differences.add("the space is another");
    }
    if (!differences.isEmpty()) {
      throw new WrongUsage(
          "%s; a resumed search keeps its settings (only its limits may change): leave them out, or"
                  .formatted(String.join(", ", differences))
              + " begin anew in another folder");
    }
  }

  /// Where constants differ in what decides a trial.
  private List<String> differences(ObjectNode now, ObjectNode before) {
    Set<String> keys = new TreeSet<>(SearchSettings.leaves(now));
    keys.addAll(SearchSettings.leaves(before));
    keys.removeAll(task.places().keySet());
    keys.removeAll(OF_THE_BEST);
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      JsonNode is = Settings.at(now, key);
      JsonNode was = Settings.at(before, key);
      if (!is.equals(was)) {
        differences.add(
            "%s is %s, was %s"
                .formatted(
                    key,
                    is.isMissingNode() ? "left out" : is,
                    was.isMissingNode() ? "not set" : was));
      }
    }
    return differences;
  }

  private void refuseOtherData(DataFingerprint now, DataFingerprint then) {
    if (!now.sameContent(then)) {
      throw new CommandFailed(
          "%s is not the data that this search began with, which was %s with %,d bytes; give that"
                  .formatted(now.name(), then.name(), then.bytes())
              + " with %s, or begin anew in another folder"
                  .formatted(String.join(" or ", task.places().values())));
    }
  }
}
