package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// What is read of a table, and how it is cut by time: options of `train forecast`. Only picocli
/// writes the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class SeriesOptions {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "The table: .csv, .tsv or .jsonl, each also with .gz, with named columns.")
  @Sets("data")
  private String data;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      split = ",",
      description = "The column to forecast, or several: OT or HUFL,OT.")
  @Sets("model.series.targets")
  private List<String> targets;

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description =
          "The column of the times: dates (1949-12-31), with a time of day, months (1949-12) or "
              + "numbers. Default: the first.")
  @Sets("model.series.time")
  private String time;

  @Option(
      names = "--covariates",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns that are known of the future too, such as holidays.")
  @Sets("model.series.covariates")
  private List<String> covariates;

  @Option(
      names = "--calendar",
      paramLabel = "FEATURE",
      split = ",",
      description = "Read where a time lies in the year, week or day: month, weekday, hour.")
  @Sets("model.series.calendar")
  private List<String> calendar;

  @Option(
      names = "--season",
      paramLabel = "STEPS",
      description =
          "After how many steps things repeat; 1: never. Default: told from the times (12 for "
              + "months, 24 for hours, 7 for days).")
  @Sets("model.series.season")
  private Integer season;

  @Option(
      names = "--validation",
      paramLabel = "PART",
      description =
          "What is held out before the test: a share (0.1), a number of rows, or the time at "
              + "which it begins (1957-01; @1957 where times are numbers); 0: nothing. Default: "
              + "0.1.")
  @Sets("model.split.validation")
  private String validation;

  @Option(
      names = "--test",
      paramLabel = "PART",
      description = "What is kept for the test, at the end. Default: 0.2.")
  @Sets("model.split.test")
  private String test;

  @Option(
      names = "--rows",
      paramLabel = "PART",
      description = "How much of the table is used, from its start. Default: all.")
  @Sets("model.split.rows")
  private String rows;

  @Option(
      names = "--missing",
      paramLabel = "POLICY",
      description =
          "What becomes of missing values: refuse, previous (the last value) or linear. "
              + "Default: refuse.")
  @Sets("model.series.missing")
  private String missing;

  @Option(
      names = "--irregular",
      paramLabel = "POLICY",
      description =
          "What becomes of times that are not evenly spaced: refuse, fill (rows are added, their "
              + "values missing) or rows (every row is a step). Default: refuse.")
  @Sets("model.series.irregular")
  private String irregular;

  @Option(
      names = "--duplicates",
      paramLabel = "POLICY",
      description =
          "What becomes of rows of the same time: refuse, first, last or mean. Default: refuse.")
  @Sets("model.series.duplicates")
  private String duplicates;
}
