package dev.refrain.app;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// One verb, the task next. What may be said of a task is what its `train` command says.
@Command(
    name = "search",
    description = "Searches for the best configuration of a task: depth, width, rate, anything.",
    synopsisSubcommandLabel = "TASK",
    modelTransformer = SearchCommand.Tasks.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain search translation space.yaml --pairs eng-fra.tsv --study depth --open",
      "  refrain search language space.yaml --text plays.txt --time-limit 10m --study plays \\",
      "      --out best-plays",
      "  refrain search language --resume --study plays --trials 40",
      "  refrain search language --help                    (the space file, all options)"
    })
final class SearchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a task is needed: " + String.join(", ", spec.subcommands().keySet()));
  }

  /// Adds a command for each task, with the options of its `train` command that say what is learned.
  static final class Tasks implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec search) {
      add(search, new TrainableLanguage(null), TrainLanguageCommand::new);
      add(search, new TrainableTranslation(0, null), TrainTranslationCommand::new);
      add(search, new TrainableClassification(null), TrainClassificationCommand::new);
      add(search, new TrainableForecast(), TrainForecastCommand::new);
      add(search, new TrainableTagging(), TrainTaggingCommand::new);
      return search;
    }
  }

  private static <C extends Record & TrainingConfig> void add(
      CommandSpec search, TrainableTask<C> task, Supplier<Object> train) {
    CommandSpec command = CommandSpec.forAnnotatedObject(new SearchTaskCommand<>(task, train));
    command.name(task.name());
    command
        .usageMessage()
        .customSynopsis(
            "refrain search %s SPACE --study DIR [options]".formatted(task.name()),
            "refrain search %s --resume --study DIR [options]".formatted(task.name()),
            "refrain search %s --report --study DIR [--open]".formatted(task.name()));
    for (ArgGroupSpec group : CommandSpec.forAnnotatedObject(train.get()).argGroups()) {
      if (!RunOptions.class.isAssignableFrom(group.typeInfo().getType())) {
        command.addArgGroup(group);
      }
    }
    search.addSubcommand(task.name(), new CommandLine(command));
  }
}
