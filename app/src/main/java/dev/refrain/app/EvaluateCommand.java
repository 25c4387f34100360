package dev.refrain.app;

import picocli.CommandLine.Command;

/// Measures a model by what its field measures.
@Command(
    name = "evaluate",
    description = {
      "Measures a model on data that it has not learned, by what its field measures.",
      "The model says which task it is for; refrain evaluate MODEL --help lists its options."
    },
    customSynopsis = "refrain evaluate MODEL [options]",
    preprocessor = ModelCommand.TaskOfModel.class,
    sortOptions = false,
    commandListHeading = "%nBy task:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain evaluate moby --text typee.txt",
      "  refrain evaluate en-fr --pairs test.tsv --beam 5 --out translations.txt",
      "  refrain evaluate sentiment --data test.tsv",
      "  refrain evaluate ett --data ETTh1.csv",
      "  refrain evaluate names --data test.conll",
      "  refrain evaluate translation --help               (all options)"
    },
    subcommands = {
      EvaluateLanguageCommand.class,
      EvaluateTranslationCommand.class,
      EvaluateClassificationCommand.class,
      EvaluateForecastCommand.class,
      EvaluateTaggingCommand.class
    })
final class EvaluateCommand extends ModelCommand {}
