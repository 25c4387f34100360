package dev.refrain.app;

import dev.refrain.nn.readout.ReadoutKind;
import dev.refrain.task.classification.ClassificationModel;
import dev.refrain.task.classification.Classifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says of which class texts or series are.
@Command(
    name = "classification",
    description = {
      "Says of which class each text of standard input is, a text a line; a line of output for"
          + " each.",
      "Of an empty line it says what the model holds without evidence.",
      "A model of series reads them from --series, or from standard input: a series a line, its",
      "numbers step after step with blanks or commas between."
    },
    customSynopsis = {
      "refrain predict MODEL [options] < texts.txt",
      "refrain predict MODEL --series FILE [options]"
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain predict sentiment < reviews.txt > labels.txt",
      "  refrain predict sentiment --text \"a moving film\" --probabilities",
      "  refrain predict sentiment --attention --json < reviews.txt",
      "  refrain predict sentiment                         (asks for texts)",
      "  refrain predict activity --series new.csv --id-column walk --probabilities"
    })
final class PredictClassificationCommand implements Callable<Integer> {
  /// How many lines are read before they are classified: texts of similar length go side by side.
  private static final int LINES = 1024;

  @Mixin private ModelArgument folder;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Classify this text, not standard input.")
  private String text;

  @Mixin private LabelledSeriesOptions series;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "How a table of --series is written, where its name does not say it: csv, semicolon, tsv,"
              + " blanks or jsonl.")
  private String format = "";

  @Option(
      names = "--probabilities",
      description = "Behind each label, print how likely every class is, with tabs between.")
  private boolean probabilities;

  @Option(
      names = "--attention",
      description = "Behind that, print how much each token counted (--readout attention).")
  private boolean attention;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ClassificationModel model = ClassificationModel.load(folder.folder());
    if (attention && model.config().readout() != ReadoutKind.ATTENTION) {
      throw new WrongUsage(
          "--attention needs a model that reads out by attention, and %s reads out by %s; train one with --readout attention"
              .formatted(folder.folder(), model.config().readout()));
    }
    var view =
        new ClassificationView(
            Classifier.of(model), model.labels().tokens(), probabilities, attention, json);
    switch (model.config().input()) {
      case TEXT -> classifyTexts(view);
      case SERIES -> classifySeries(model, view);
    }
    return ExitCode.DONE;
  }

  private void classifyTexts(ClassificationView view) throws IOException {
    if (series.place().isGiven()) {
      throw new WrongUsage(
          "--series gives series, and %s reads texts; give them on standard input"
              .formatted(folder.folder()));
    }
    if (text != null) {
      view.show(List.of(text));
    } else if (Terminals.isInput()) {
      converse(view);
    } else {
      classifyInput(view);
    }
  }

  private void classifySeries(ClassificationModel model, ClassificationView view)
      throws IOException {
    if (text != null) {
      throw new WrongUsage(
          "--text is a text, and %s reads series; give them with --series, or on standard input"
              .formatted(folder.folder()));
    }
    SeriesPlace place = series.place();
    if (place.isGiven()) {
      view.show(place.withFeatures(model.features()).read(format, "", ""));
      return;
    }
    var input = new SeriesLines(new InputLines(System.in), model.features());
    for (var part = input.next(LINES); part.isPresent(); part = input.next(LINES)) {
      view.show(part.get());
    }
  }

  private static void converse(ClassificationView view) throws IOException {
    System.err.println("Type a text to classify; Ctrl-D ends.");
    try (LineSource lines = LineSource.standardInput("> ")) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        view.show(List.of(line.get()));
      }
    }
  }

  private static void classifyInput(ClassificationView view) throws IOException {
    var input = new InputLines(System.in);
    List<String> lines = new ArrayList<>();
    Optional<String> line;
    do {
      line = input.next();
      line.ifPresent(lines::add);
      if (lines.size() == LINES || line.isEmpty()) {
        view.show(lines);
        lines.clear();
      }
    } while (line.isPresent());
  }
}
