package dev.refrain.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/// Starts the command line, and turns whatever goes wrong into one sentence and an exit code.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    eraseIncubatorNotice();
    System.setProperty("java.awt.headless", "true"); // images are drawn without a screen
    StandardOutput.install();
    HeadStart.begin(arguments);
    int code = run(arguments);
    try {
      System.out.flush();
    } catch (OutputClosed e) {
      // nobody reads the rest
    }
    System.exit(code);
  }

  /// Runs a command within this process.
  ///
  /// @return the exit code
  static int run(String... arguments) {
    var refrain = new RefrainCommand();
    CommandLine line = refrain.line(arguments);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler((wrong, given) -> wrongUsage(wrong));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(failure, command, refrain.isVerbose()));
    line.setExecutionStrategy(parsed -> execute(parsed, refrain));
    int code = execute(line, arguments);
    StartArchive.mark(code, line.getParseResult());
    return code;
  }

  private static int execute(CommandLine line, String... arguments) {
    try {
      return line.execute(arguments);
    } catch (OutputClosed e) {
      return ExitCode.DONE; // while printing a help text
    }
  }

  /// picocli hands exceptions to its handler, but lets errors through.
  private static int execute(ParseResult parsed, RefrainCommand refrain) {
    try {
      return new RunLast().execute(parsed);
    } catch (Error error) {
      ParseResult last = parsed;
      while (last.hasSubcommand()) {
        last = last.subcommand();
      }
      return failed(error, last.commandSpec().commandLine(), refrain.isVerbose());
    }
  }

  private static int wrongUsage(ParameterException wrong) {
    String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    say(name + ": " + sentence(wrong) + " (see " + name + " --help)");
    return ExitCode.WRONG_USAGE;
  }

  private static int failed(Throwable failure, CommandLine command, boolean verbose) {
    if (failure instanceof OutputClosed) {
      return ExitCode.DONE;
    }
    say(command.getCommandSpec().qualifiedName() + ": " + Failures.sentence(failure));
    if (verbose) {
      failure.printStackTrace();
    }
    return failure instanceof WrongUsage ? ExitCode.WRONG_USAGE : ExitCode.FAILED;
  }

  private static String sentence(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return Failures.decapitalized(
          String.valueOf(wrong.getMessage()).lines().findFirst().orElse(""));
    }
    String kind = "unexpected argument";
    if (unmatched.isUnknownOption()) {
      kind = "unknown option";
    } else if (!wrong.getCommandLine().getSubcommands().isEmpty()) {
      kind = "unknown command";
    }
    List<String> known = suggestions(unmatched);
    String hint = known.isEmpty() ? "" : "; did you mean " + String.join(" or ", known) + "?";
    return kind + " '" + unmatched.getUnmatched().getFirst() + "'" + hint;
  }

  private static List<String> suggestions(UnmatchedArgumentException unmatched) {
    var known = new ArrayList<String>();
    for (String suggestion : unmatched.getSuggestions()) {
      String name = suggestion.strip().split("[=\\s]", 2)[0];
      if (known.size() < 3 && !known.contains(name)) {
        known.add(name);
      }
    }
    return known;
  }

  private static void say(String sentence) {
    System.err.println(sentence);
  }

  /// The JDK announces the incubating Vector API in a line before the program runs. The launcher
  /// knows that it went to a terminal, where it can be taken back.
  private static void eraseIncubatorNotice() {
    if ("erase".equals(System.getProperty("refrain.incubator-notice"))) {
      System.err.print("\u001b[1A\u001b[2K\r");
      System.err.flush();
    }
  }
}
