package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// Where labelled texts are: options of `train classification`, whose [Settings] read what they were
/// given, and of what judges a classifier.
final class LabelledOptions {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "A table with a text and its class in each row: .csv, .tsv or .jsonl, also with .gz.")
  @Sets("data.table")
  private String table = "";

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "How tables are written, those of --series too, where their names do not say it: csv,"
              + " semicolon, tsv, blanks or jsonl.")
  @Sets("data.format")
  private String format = "";

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description = "The column of the texts. Default: text.")
  @Sets("data.text")
  private String text = "text";

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = "The column of the classes. Default: label.")
  @Sets("data.label")
  private String label = "label";

  @Option(
      names = "--class",
      arity = "1..*",
      paramLabel = "LABEL=FILE",
      description =
          "Instead: a file for each class, a text on each line: --class good=a.txt bad=b.txt.")
  @Sets("data.classes")
  private List<String> classes = List.of();

  /// @throws WrongUsage if the options do not go together
  LabelledPlace place() {
    LabelledPlace place;
    try {
      place = new LabelledPlace(table, format, text, label, "", classes);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(e.getMessage(), e);
    }
    return place;
  }
}
