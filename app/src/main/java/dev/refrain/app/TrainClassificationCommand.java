package dev.refrain.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Learns of which class texts or series are.
@Command(
    name = "classification",
    description = "Trains a model that says of which class a text, or a numeric series, is.",
    customSynopsis = {
      "refrain train classification --data FILE --out DIR [options]",
      "refrain train classification --class LABEL=FILE LABEL=FILE ... --out DIR [options]",
      "refrain train classification --series FILE --out DIR [options]",
      "refrain train classification --resume --out DIR [options]"
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain train classification --data reviews.tsv --epochs 5 --out sentiment",
      "  refrain train classification --class positive=rt-polarity.pos negative=rt-polarity.neg \\",
      "      --bidirectional --output-dropout 0.5 --out sentiment",
      "  refrain train classification --data genes.csv --text-column bases --label-column class \\",
      "      --unit char --bidirectional --out splice",
      "  refrain train classification --series train-images-idx3-ubyte.gz --scaling pooled \\",
      "      --labels train-labels-idx1-ubyte.gz --out digits",
      "  refrain train classification --series steps.csv --id-column walk --group-column person \\",
      "      --bidirectional --readout mean --out activity",
      "  refrain train classification --resume --out sentiment --epochs 10",
      "",
      "Ctrl-C saves and says how to go on. A configuration file has the keys that --print-config",
      "shows; options on the command line win over it."
    })
final class TrainClassificationCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(validate = false, order = 1, heading = "%nTexts%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private LabelledOptions dataOptions;

  @ArgGroup(validate = false, order = 2, heading = "%nOr series%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private LabelledSeriesOptions seriesOptions;

  @ArgGroup(validate = false, order = 3, heading = "%nWhat is held out%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private LabelledSplitOptions splitOptions;

  @ArgGroup(validate = false, order = 4, heading = "%nTokens of texts%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private ClassifiedTextOptions textOptions;

  @ArgGroup(validate = false, order = 5, heading = "%nNumbers of series%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private SeriesTreatmentOptions treatmentOptions;

  @ArgGroup(validate = false, order = 6, heading = "%nThe model%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private ClassificationModelOptions modelOptions;

  @ArgGroup(validate = false, order = 7, heading = "%nIts recurrent layers%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private RecurrentOptions recurrentOptions;

  @ArgGroup(validate = false, order = 8, heading = "%nLearning%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private LearningOptions learningOptions;

  @ArgGroup(validate = false, order = 9, heading = "%nRegularization%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private RegularizationOptions regularizationOptions;

  @ArgGroup(validate = false, order = 10, heading = "%nAugmentation of series%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private AugmentationOptions augmentationOptions;

  @ArgGroup(validate = false, order = 11, heading = "%nThe run%n")
  private final ClassificationRunOptions run = new ClassificationRunOptions();

  @Override
  public Integer call() throws IOException {
    return new TrainingCommand<>(
            new TrainableClassification(run.heldOut()), spec.commandLine().getParseResult(), run)
        .call();
  }
}
