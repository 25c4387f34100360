package dev.refrain.app;

import picocli.CommandLine.Command;

/// Has a model say what it makes of new data.
@Command(
    name = "predict",
    description = {
      "Has a model say what it makes of new data.",
      "The model says which task it is for; refrain predict MODEL --help lists its options."
    },
    customSynopsis = "refrain predict MODEL [options] < input",
    preprocessor = ModelCommand.TaskOfModel.class,
    sortOptions = false,
    commandListHeading = "%nBy task:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain predict sentiment < reviews.txt",
      "  refrain predict ett --data ETTh1.csv --plot next.svg",
      "  refrain predict names < sentences.txt"
    },
    subcommands = {
      PredictClassificationCommand.class,
      PredictForecastCommand.class,
      PredictTaggingCommand.class
    })
final class PredictCommand extends ModelCommand {}
