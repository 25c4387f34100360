package dev.refrain.app;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.refrain.task.classification.ClassificationConfig;
import dev.refrain.task.classification.InputKind;
import java.util.List;

/// All that decides what `train classification` learns.
///
/// @param data the texts to learn from, and which columns tables have
/// @param series the series to learn from, instead
/// @param validationTable a table of texts to hold out; empty for none
/// @param validationSeries files of series to hold out; empty for none
/// @param validationLabels the file with their classes; empty for none
/// @param validationGroups the groups to hold out; empty to choose by chance
/// @param model what the model looks like and how its items are fed to it
/// @param learning how it learns
record ClassificationTraining(
    LabelledPlace data,
    SeriesPlace series,
    String validationTable,
    List<String> validationSeries,
    String validationLabels,
    List<String> validationGroups,
    ClassificationConfig model,
    @JsonUnwrapped Learning learning)
    implements TrainingConfig {

  /// @throws IllegalArgumentException naming the value and what is allowed
  ClassificationTraining {
    validationSeries = List.copyOf(validationSeries);
    validationGroups = List.copyOf(validationGroups);
    boolean readsSeries = model.input() == InputKind.SERIES;
    require(
        !data.isGiven() || !series.isGiven(),
        "--series gives series, and --data and --class give texts; choose one");
    require(
        !readsSeries || validationTable.isEmpty(),
        "--validation-data holds out texts; hold out series with --validation-series");
    require(
        readsSeries || (validationSeries.isEmpty() && validationLabels.isEmpty()),
        "--validation-series holds out series; hold out texts with --validation-data");
    require(
        validationLabels.isEmpty() || !validationSeries.isEmpty(),
        "--validation-labels are of --validation-series, which are missing");
    require(
        validationGroups.isEmpty() || grouped(data, series),
        "--validation-groups needs a --group-column (or --groups), which says what group each item"
            + " is of");
    require(
        validationGroups.isEmpty() || (validationTable.isEmpty() && validationSeries.isEmpty()),
        "--validation-groups are held out, and so are the validation files; choose one way");
    learning.requireHeldOut(
        model.validation() > 0
            || !validationTable.isEmpty()
            || !validationSeries.isEmpty()
            || !validationGroups.isEmpty());
  }

  /// Whether it is said what group each item is of.
  boolean grouped() {
    return grouped(data, series);
  }

  private static boolean grouped(LabelledPlace data, SeriesPlace series) {
    return !data.group().isEmpty() || !series.groups().isEmpty();
  }

  /// Whether what is held out lies in files of its own.
  boolean validationInFiles() {
    return !validationTable.isEmpty() || !validationSeries.isEmpty();
  }
}
