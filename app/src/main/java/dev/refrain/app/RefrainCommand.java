package dev.refrain.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command before every command.
@Command(
    name = "refrain",
    description = "Trains and runs recurrent networks on the JVM.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    usageHelpWidth = 100,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain quickstart",
      "  refrain train language --text moby-dick.txt --epochs 15 --out moby",
      "  refrain generate moby --prompt \"Call me \"",
      "  refrain suggest moby                              (writing together)",
      "  refrain evaluate moby --text typee.txt",
      "  refrain train translation --pairs eng-fra.tsv --out en-fr",
      "  refrain translate en-fr < in.txt > out.txt",
      "  refrain evaluate en-fr --pairs test.tsv",
      "  refrain train classification --data reviews.tsv --out sentiment",
      "  refrain predict sentiment < reviews.txt",
      "  refrain search language space.yaml --text moby-dick.txt --study depth",
      "",
      "Every command explains itself: refrain train language --help"
    },
    subcommands = {
      QuickstartCommand.class,
      TrainCommand.class,
      GenerateCommand.class,
      SuggestCommand.class,
      TranslateCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      InspectCommand.class,
      SearchCommand.class,
    })
final class RefrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "After an error, also print where in the program it happened.")
  private boolean verbose;

  boolean isVerbose() {
    return verbose;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is needed: " + String.join(", ", spec.subcommands().keySet()));
  }
}
