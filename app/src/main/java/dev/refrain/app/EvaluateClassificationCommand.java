package dev.refrain.app;

import dev.refrain.task.classification.ClassificationModel;
import dev.refrain.task.classification.Classifier;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures how well a classifier does.
@Command(
    name = "classification",
    description = {
      "Measures how well a classifier does on labelled texts or series: accuracy, macro F1,",
      "precision, recall and F1 of each class, and which class was taken for which."
    },
    customSynopsis = {
      "refrain evaluate MODEL --data FILE [options]",
      "refrain evaluate MODEL --class LABEL=FILE LABEL=FILE ... [options]",
      "refrain evaluate MODEL --series FILE [options]"
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain evaluate sentiment --data test.tsv",
      "  refrain evaluate sentiment --data test.csv --text-column review --label-column stars"
          + " --json",
      "  refrain evaluate digits --series t10k-images-idx3-ubyte.gz \\",
      "      --labels t10k-labels-idx1-ubyte.gz"
    })
final class EvaluateClassificationCommand implements Callable<Integer> {
  @Mixin private ModelArgument model;
  @Mixin private LabelledOptions data;
  @Mixin private LabelledSeriesOptions series;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    LabelledPlace texts = data.place();
    SeriesPlace numbers = series.place();
    ClassificationModel classes = ClassificationModel.load(model.folder());
    Classifier classifier = Classifier.of(classes);
    var scores =
        new ClassificationScores(
            switch (classes.config().input()) {
              case TEXT -> {
                if (!texts.isGiven()) {
                  throw new WrongUsage(
                      "--data is missing: the table of labelled texts (or --class LABEL=FILE)");
                }
                yield classifier.evaluate(texts.read());
              }
              case SERIES -> {
                if (!numbers.isGiven()) {
                  throw new WrongUsage("--series is missing: the series, with their classes");
                }
                yield classifier.evaluate(
                    numbers
                        .withFeatures(classes.features())
                        .read(texts.format(), texts.label(), ""));
              }
            });
    if (json) {
      JsonLines.print(scores.json());
    } else {
      scores.print();
    }
    return ExitCode.DONE;
  }
}
