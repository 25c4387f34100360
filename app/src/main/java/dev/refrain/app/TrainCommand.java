package dev.refrain.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// One verb, the task next.
@Command(
    name = "train",
    description = "Trains a model for a task.",
    synopsisSubcommandLabel = "TASK",
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain train language --text moby-dick.txt --epochs 15 --out moby",
      "  refrain train translation --pairs eng-fra.tsv --epochs 10 --out en-fr",
      "  refrain train classification --data reviews.tsv --out sentiment",
      "  refrain train forecast --data ETTh1.csv --target OT --out ett",
      "  refrain train tagging --train train.conll --validation dev.conll --out names",
      "  refrain train translation --help                  (all options)"
    },
    subcommands = {
      TrainLanguageCommand.class,
      TrainTranslationCommand.class,
      TrainClassificationCommand.class,
      TrainForecastCommand.class,
      TrainTaggingCommand.class
    })
final class TrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a task is needed: " + String.join(", ", spec.subcommands().keySet()));
  }
}
