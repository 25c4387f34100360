package dev.refrain.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Learns to forecast the columns of a table.
@Command(
    name = "forecast",
    description = "Trains a model that forecasts one or several columns of a table over time.",
    customSynopsis = {
      "refrain train forecast --data FILE --target COLUMN --out DIR [options]",
      "refrain train forecast --resume --out DIR [options]"
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain train forecast --data ETTh1.csv --target OT --input 96 --horizon 24 --out ett",
      "  refrain train forecast --data sales.csv --time day --target sold --covariates"
          + " price,holiday \\",
      "      --calendar weekday,month --loss quantiles --out sales",
      "  refrain train forecast --data airline.csv --target Passengers --input 40 --horizon 1 \\",
      "      --method recursive --transform log --test 24 --out airline",
      "  refrain evaluate ett --data ETTh1.csv              (beside the naive forecasts)",
      "  refrain predict ett --data ETTh1.csv --plot next.svg",
      "",
      "Ctrl-C saves and says how to go on. A configuration file has the keys that --print-config",
      "shows; options on the command line win over it."
    })
final class TrainForecastCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(validate = false, order = 1, heading = "%nThe series%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private SeriesOptions seriesOptions;

  @ArgGroup(validate = false, order = 2, heading = "%nThe forecast%n")
  @SuppressWarnings("UnusedVariable") // read by name, through Sets
  private ForecastModelOptions modelOptions;

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
  private final ForecastRunOptions run = new ForecastRunOptions();

  @Override
  public Integer call() throws IOException {
    return new TrainingCommand<>(new TrainableForecast(), spec.commandLine().getParseResult(), run)
        .call();
  }
}
