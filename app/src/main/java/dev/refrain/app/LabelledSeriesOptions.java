package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// Where series are that are classified as wholes: options of `train classification`, whose [Settings]
/// read what they were given, and of what uses a classifier.
final class LabelledSeriesOptions {
  @Option(
      names = "--series",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Numeric series: a table (.csv, .tsv, .jsonl), an array (.npy, .npz, IDX such as MNIST),"
              + " a folder with a file for each series, or a file for each signal.")
  @Sets("series.files")
  private List<String> files = List.of();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Arrays and signals: the classes in a file of their own. Folders: a table with the"
              + " columns file and label; without it each subfolder is a class.")
  @Sets("series.labels")
  private String labels = "";

  @Option(
      names = "--groups",
      paramLabel = "FILE",
      description = "Arrays and signals: what each series comes from, in a file of its own.")
  @Sets("series.groups")
  private String groups = "";

  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description =
          "Tables with a row for each step: the column that says to which series it belongs."
              + " Without it a row is a series.")
  @Sets("series.id")
  private String id = "";

  @Option(
      names = "--time-column",
      paramLabel = "NAME",
      description = "Such tables: the column of the time, which must rise within a series.")
  @Sets("series.time")
  private String time = "";

  @Option(
      names = "--feature-columns",
      paramLabel = "NAME",
      split = ",",
      description = "Tables: the columns with the numbers. Default: all that have no other part.")
  @Sets("series.features")
  private List<String> features = List.of();

  @Option(
      names = "--step-width",
      paramLabel = "N",
      description = "Tables with a row for each series: how many columns are one step. Default: 1.")
  @Sets("series.width")
  private int width = 1;

  @Option(
      names = "--ignore-columns",
      paramLabel = "NAME",
      split = ",",
      description = "Tables with a row for each series: columns that are not read.")
  @Sets("series.ignored")
  private List<String> ignored = List.of();

  @Option(names = "--flat", description = "Arrays: every number is a step, as an image's pixels.")
  @Sets("series.flat")
  private boolean flat;

  /// @throws WrongUsage if the options do not go together
  SeriesPlace place() {
    try {
      return new SeriesPlace(files, labels, groups, id, time, features, width, ignored, flat);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(e.getMessage(), e);
    }
  }
}
