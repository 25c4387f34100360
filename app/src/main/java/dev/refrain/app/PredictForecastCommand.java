package dev.refrain.app;

import dev.refrain.app.ForecastArgument.Opened;
import dev.refrain.task.forecast.Forecast;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says what comes next in a series.
@Command(
    name = "forecast",
    description = {
      "Forecasts what comes after the last row of a table, or from a time within it, beside which",
      "the truth then stands."
    },
    customSynopsis = "refrain predict MODEL --data FILE [options]",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain predict ett --data ETTh1.csv",
      "  refrain predict ett --data ETTh1.csv --csv > next.csv",
      "  refrain predict airline --data airline.csv --horizon 24 --from 1959-01 --plot airline.svg"
    })
final class PredictForecastCommand implements Callable<Integer> {
  @Mixin private ForecastArgument argument;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "The time of the first step to forecast. Default: that after the last row.")
  private String from;

  @Option(names = "--csv", description = "Print CSV, with quantiles as columns of their own.")
  private boolean csv;

  @Option(names = "--json", description = "Print a JSON object a line, one for each step.")
  private boolean json;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description =
          "Draw history, forecast and truth: .svg or .png. Of several targets each has a picture.")
  private Path plot;

  @Option(
      names = "--history",
      paramLabel = "STEPS",
      description = "Steps before the forecast to draw. Default: what the model reads.")
  private Integer history;

  @Override
  public Integer call() throws IOException {
    if (csv && json) {
      throw new WrongUsage("--csv and --json are two ways to print; choose one");
    }
    if (plot != null) {
      ForecastPicture.check(plot);
    }
    if (history != null && (plot == null || history < 0)) {
      throw new WrongUsage(
          plot == null
              ? "--history would do nothing: it is for --plot"
              : "--history is %d, it must be 0 or more".formatted(history));
    }
    Opened opened = argument.open();
    Forecast forecast =
        from == null
            ? opened.forecaster().beyondTheEnd()
            : opened.forecaster().at(opened.series().time().firstAt(from, "--from"));
    var view = new ForecastView(opened, forecast);
    if (json) {
      view.printJson();
    } else if (csv) {
      view.printCsv();
    } else {
      view.printTable();
    }
    if (plot != null) {
      int before = history == null ? opened.model().config().input() : history;
      for (Path written : new ForecastPicture(opened, forecast, before).write(plot)) {
        System.err.println("drawn: " + written);
      }
    }
    return ExitCode.DONE;
  }
}
