package dev.refrain.app;

import dev.refrain.app.phrasebook.PhraseBook;
import dev.refrain.train.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows in a minute what this is: learns to translate the phrase book that comes with the
/// application, or to write like a text.
@Command(
    name = "quickstart",
    description = {
      "Trains a small translation model with attention on a built-in English-French phrase book",
      "for about a minute, shows how its translations of sentences that it does not learn get",
      "better, and where it looks. With --text it learns to write like that text instead."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain quickstart",
      "  refrain quickstart --phrases phrases.tsv",
      "  refrain quickstart --text moby-dick.txt --seconds 120 --out moby"
    })
final class QuickstartCommand implements Callable<Integer> {
  /// By this mark in `model.json` the command knows its own folders again.
  private static final String MARK = "quickstart";

  @Spec private CommandSpec spec;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "Learn to write like this text instead of translating.")
  private Path text;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "45",
      description = "How long to train. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "refrain-quickstart",
      description =
          "The folder for the model; one of an earlier quickstart is replaced."
              + " Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--phrases",
      paramLabel = "FILE",
      description = {
        "Only write the phrase book to this file, a sentence, a tab and its translation a line,",
        "and the part that is held out to one beside it."
      })
  private Path phrases;

  @Override
  public Integer call() throws IOException {
    if (phrases != null) {
      if (spec.commandLine().getParseResult().matchedOptions().size() > 1) {
        throw new WrongUsage("--phrases only writes the phrase book; leave the other options out");
      }
      PhraseFiles.write(PhraseBook.standard(), phrases);
      return ExitCode.DONE;
    }
    if (!(seconds > 0 && seconds <= 86_400)) {
      throw new WrongUsage("--seconds is " + seconds + ", it must be above 0 and at most 86400");
    }
    refuseOthersFolder();
    var run = new QuickstartRun(out, seconds, JsonLines.object().put(MARK, true));
    return text == null ? PhraseQuickstart.run(run) : TextQuickstart.run(run, text);
  }

  private void refuseOthersFolder() throws IOException {
    if (Files.exists(out.resolve("model.json"))
        && !ModelFolder.open(out).manifest().extra().path(MARK).asBoolean()) {
      throw new CommandFailed(
          out + " holds a model that quickstart did not make; choose another folder with --out");
    }
  }
}
