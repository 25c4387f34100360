package dev.refrain.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Learns to translate from sentence pairs.
@Command(
    name = "translation",
    description = "Trains a translation model on sentence pairs: encoder, attention, decoder.",
    customSynopsis = {
      "refrain train translation --pairs FILE --out DIR [options]",
      "refrain train translation --source FILE --target FILE --out DIR [options]",
      "refrain train translation --resume --out DIR [options]"
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain train translation --pairs eng-fra.tsv --epochs 10 --sample 3 --out en-fr",
      "  refrain train translation --source train.de --target train.en --shared-vocabulary \\",
      "      --validation-source val.de --validation-target val.en --out de-en",
      "  refrain train translation --pairs eng-fra.tsv --swap --tutorial-filter --unit word \\",
      "      --lower-case --strip-accents --letters-only --teacher-forcing 0.5 --out fr-en",
      "  refrain train translation --resume --out en-fr --epochs 20",
      "",
      "Ctrl-C saves and says how to go on. A configuration file has the keys that --print-config",
      "shows; options on the command line win over it."
    })
final class TrainTranslationCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(validate = false, order = 1, heading = "%nThe pairs%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private PairOptions pairOptions;

  @ArgGroup(validate = false, order = 2, heading = "%nTheir tokens%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private SentenceOptions sentenceOptions;

  @ArgGroup(validate = false, order = 3, heading = "%nThe model%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private TranslationModelOptions modelOptions;

  @ArgGroup(validate = false, order = 4, heading = "%nIts recurrent layers, on both sides%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private RecurrentOptions recurrentOptions;

  @ArgGroup(validate = false, order = 5, heading = "%nLearning%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private LearningOptions learningOptions;

  @ArgGroup(validate = false, order = 6, heading = "%nRegularization%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private RegularizationOptions regularizationOptions;

  @ArgGroup(validate = false, order = 7, heading = "%nThe run%n")
  private final TranslationRunOptions run = new TranslationRunOptions();

  @Override
  public Integer call() throws IOException {
    return new TrainingCommand<>(
            new TrainableTranslation(run.samples(), run.heldOut()),
            spec.commandLine().getParseResult(),
            run)
        .call();
  }
}
