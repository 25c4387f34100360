package dev.refrain.app;

import java.util.List;
import picocli.CommandLine;
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
    })
final class RefrainCommand implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          QuickstartCommand.class,
          TrainCommand.class,
          GenerateCommand.class,
          SuggestCommand.class,
          TranslateCommand.class,
          EvaluateCommand.class,
          PredictCommand.class,
          InspectCommand.class,
          SearchCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "After an error, also print where in the program it happened.")
  private boolean verbose;

  /// The command line, with all commands or, if the first argument is one, with that alone: picocli
  /// learns of each option by reflection, which for all commands takes longer than some of them run.
  CommandLine line(String... arguments) {
    var line = new CommandLine(this);
    List<Class<?>> asked =
        COMMANDS.stream()
            .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
            .toList();
    (asked.isEmpty() ? COMMANDS : asked)
        .forEach(command -> line.addSubcommand(new CommandLine(command)));
    return line;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

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
