package dev.refrain.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Learns to write on a text, by character or by word.
@Command(
    name = "language",
    description = "Trains a language model on a text, by character or by word.",
    customSynopsis = {
      "refrain train language --text FILE --out DIR [options]",
      "refrain train language --resume --out DIR [options]"
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain train language --text moby-dick.txt --epochs 15 --out moby",
      "  refrain train language --text moby-dick.txt --level word --hidden 256 --out moby-words",
      "  refrain train language --text plays.txt --hidden 256,256 --dropout 0.3 --feed stream \\",
      "      --schedule cosine --sample \"ROMEO:\" --out plays",
      "  refrain train language --config plays.yaml --epochs 3 --out plays --force",
      "  refrain train language --resume --out moby --epochs 20",
      "",
      "Ctrl-C saves and says how to go on. A configuration file has the keys that --print-config",
      "shows; options on the command line win over it."
    })
final class TrainLanguageCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(validate = false, order = 1, heading = "%nThe text%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private TextOptions textOptions;

  @ArgGroup(validate = false, order = 2, heading = "%nThe model%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private LanguageModelOptions modelOptions;

  @ArgGroup(validate = false, order = 3, heading = "%nIts recurrent layers%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private RecurrentOptions recurrentOptions;

  @ArgGroup(validate = false, order = 4, heading = "%nLearning%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private LearningOptions learningOptions;

  @ArgGroup(validate = false, order = 5, heading = "%nRegularization%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private RegularizationOptions regularizationOptions;

  @ArgGroup(validate = false, order = 6, heading = "%nThe run%n")
  private final LanguageRunOptions run = new LanguageRunOptions();

  @Override
  public Integer call() throws IOException {
    return new TrainingCommand<>(
            new TrainableLanguage(run.sample()), spec.commandLine().getParseResult(), run)
        .call();
  }
}
