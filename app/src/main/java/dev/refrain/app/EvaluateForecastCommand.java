package dev.refrain.app;

import dev.refrain.app.ForecastArgument.Opened;
import dev.refrain.task.forecast.ForecastEvaluation;
import dev.refrain.task.forecast.SeriesSplit;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures forecasts beside those that cost nothing.
@Command(
    name = "forecast",
    description = {
      "Measures forecasts from every row of a part of a table, beside the naive forecast (all"
          + " stays",
      "as it is) and the seasonal naive one (all comes as a season before): MSE, MAE, RMSE, MASE,",
      "sMAPE, in scaled units too, and how often the truth lies below each quantile."
    },
    customSynopsis = "refrain evaluate MODEL --data FILE [options]",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain evaluate ett --data ETTh1.csv",
      "  refrain evaluate airline --data airline.csv --horizon 24 --part all"
    })
final class EvaluateForecastCommand implements Callable<Integer> {
  @Mixin private ForecastArgument argument;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description =
          "training, validation, test or all; cut as for training. Default: test for the table "
              + "that the model has learned from, all for another.")
  private String part;

  @Option(
      names = "--stride",
      paramLabel = "STEPS",
      description = "How far apart forecasts begin. Default: 1.")
  private int stride = 1;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (stride < 1) {
      throw new WrongUsage("--stride is %d, it must be 1 or more".formatted(stride));
    }
    Opened opened = argument.open();
    boolean learned = opened.series().fingerprint().sameContent(opened.model().data());
    String chosen = part != null ? part : learned ? "test" : "all";
    SeriesSplit whole = new SeriesSplit(0, 0, opened.series().length());
    SeriesSplit split =
        chosen.equals("all") ? whole : opened.model().config().split().of(opened.series());
    int from =
        switch (chosen) {
          case "training", "all" -> 0;
          case "validation" -> split.validation();
          case "test" -> split.test();
          default ->
              throw new WrongUsage(
                  "there is no part '%s'; known are training, validation, test, all"
                      .formatted(chosen));
        };
    int to =
        switch (chosen) {
          case "training" -> split.validation();
          case "validation" -> split.test();
          default -> split.end();
        };
    if (from == to) {
      throw new CommandFailed(
          "the model was trained without a part for %s; choose another with --part"
              .formatted(chosen));
    }
    var evaluation = ForecastEvaluation.of(opened.forecaster(), from, to, stride);
    var view = new ForecastReport(opened, chosen, evaluation, from, to);
    if (json) {
      JsonLines.print(view.json());
    } else {
      view.print();
    }
    return ExitCode.DONE;
  }
}
