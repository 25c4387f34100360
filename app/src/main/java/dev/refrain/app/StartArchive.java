package dev.refrain.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ParseResult;

/// The archive of classes from which a command starts (`docs/decisions/0026-start-up.md`). java makes it when the process of the first
/// run ends, whatever that run did: one that only printed its help or an error has loaded a fifth of the classes, and no later run would
/// add any. Such a run leaves a mark, and the launcher throws away what was made.
final class StartArchive {
  /// Where the mark belongs; the launcher sets it for the run that makes an archive.
  static final String MARK = "refrain.archive-is-poor";

  private StartArchive() {}

  /// To be called at the end of a process.
  ///
  /// @param parsed null when the arguments were wrong
  static void mark(int code, ParseResult parsed) {
    String mark = System.getProperty(MARK);
    if (mark == null || (code == ExitCode.DONE && parsed != null && !asksForHelp(parsed))) {
      return;
    }
    try {
      Files.writeString(Path.of(mark), "");
    } catch (IOException | InvalidPathException e) {
      // later starts are slower, nothing else
    }
  }

  private static boolean asksForHelp(ParseResult parsed) {
    return parsed.isUsageHelpRequested()
        || parsed.isVersionHelpRequested()
        || (parsed.hasSubcommand() && asksForHelp(parsed.subcommand()));
  }
}
