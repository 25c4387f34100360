package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// What of labelled data is held out: options of `train classification`. Only picocli writes the
/// fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class LabelledSplitOptions {
  @Option(
      names = "--validation",
      paramLabel = "PART",
      description =
          "The part that is held out, the same of every class, chosen by --seed. Default: 0.1.")
  @Sets("model.validation")
  private Double validation;

  @Option(
      names = "--validation-data",
      paramLabel = "FILE",
      description = "Items to hold out, in a table of their own with the columns of --data.")
  @Sets("validationTable")
  private String validationTable;

  @Option(
      names = "--validation-series",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Series to hold out, written as those of --series.")
  @Sets("validationSeries")
  private List<String> validationSeries;

  @Option(
      names = "--validation-labels",
      paramLabel = "FILE",
      description = "Their classes, as in --labels.")
  @Sets("validationLabels")
  private String validationLabels;

  @Option(
      names = "--group-column",
      paramLabel = "NAME",
      description =
          "A column of what an item comes from, such as a person; all of a group's items are held"
              + " out, or none.")
  @Sets("data.group")
  private String group;

  @Option(
      names = "--validation-groups",
      paramLabel = "NAME",
      split = ",",
      description = "The groups that are held out, with commas between. Default: by chance.")
  @Sets("validationGroups")
  private List<String> validationGroups;

  @Option(names = "--batch", paramLabel = "N", description = "Items side by side. Default: 32.")
  @Sets("model.batch")
  private Integer batch;
}
