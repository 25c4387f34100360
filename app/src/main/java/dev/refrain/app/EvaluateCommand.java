package dev.refrain.app;

import dev.refrain.data.PairFile;
import dev.refrain.decode.BeamSearch;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.train.ModelFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures a model by what its field measures.
@Command(
    name = "evaluate",
    description = {
      "Measures a model on data that it has not learned: how well a language model predicts a",
      "text (--text), how well a translation model, or several together, translate sentence",
      "pairs (--pairs, or --source and --target): BLEU, chrF, exact match, loss."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain evaluate moby --text typee.txt",
      "  refrain evaluate moby --text typee.txt --json",
      "  refrain evaluate en-fr --pairs test.tsv --beam 5 --out translations.txt",
      "  refrain evaluate de-en-1 de-en-2 --source test.de --target test.en --lower-case"
    })
final class EvaluateCommand implements Callable<Integer> {
  /// What a language model does not listen to.
  private static final List<String> FOR_TRANSLATION =
      List.of(
          "--pairs",
          "--swap",
          "--source",
          "--target",
          "--beam",
          "--length-penalty",
          "--coverage",
          "--minimum-length",
          "--maximum-length",
          "--batch",
          "--threads",
          "--lower-case",
          "--out");

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "MODEL", description = "The folder of the model.")
  private List<Path> folders;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "Language: the text to predict, in UTF-8.")
  private Path text;

  @Mixin private JudgedPairs pairs;
  @Mixin private SearchOptions search;

  @Mixin private ScoreOptions scores;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the translations to this file, one a line.")
  private Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    search.check();
    if (text == null && !pairs.isGiven()) {
      throw new WrongUsage(
          "the data is missing: --text for a language model, --pairs or --source and --target for"
              + " translation");
    }
    ModelFolder first = ModelFolder.open(folders.getFirst());
    switch (first.manifest().task()) {
      case LanguageModel.TASK -> evaluateLanguage(first);
      case TranslationModel.TASK -> evaluateTranslation(first);
      default ->
          throw new CommandFailed(
              "%s holds a model for %s, which this Refrain cannot measure"
                  .formatted(first.path(), first.manifest().task()));
    }
    return ExitCode.DONE;
  }

  private void evaluateLanguage(ModelFolder folder) throws IOException {
    for (String option : FOR_TRANSLATION) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new WrongUsage(
            "%s would do nothing: it is for translation, and %s is a language model"
                .formatted(option, folder.path()));
      }
    }
    if (folders.size() > 1) {
      throw new WrongUsage(
          "%d models are given, but language models are measured one by one"
              .formatted(folders.size()));
    }
    var evaluation = new LanguageEvaluation(folder, text);
    if (json) {
      JsonLines.print(evaluation.json());
    } else {
      evaluation.print();
    }
  }

  private void evaluateTranslation(ModelFolder folder) throws IOException {
    if (text != null) {
      throw new WrongUsage(
          "--text is for language models, and %s translates; give --pairs, or --source and --target"
              .formatted(folder.path()));
    }
    BeamSearch beam = search.search(1);
    PairFile file = pairs.read();
    Ensemble ensemble = Ensemble.load(folders);
    var evaluation =
        new TranslationEvaluation(ensemble, search.translator(ensemble), beam, file, scores);
    if (out != null) {
      Files.write(out, evaluation.translations(), StandardCharsets.UTF_8);
    }
    if (json) {
      JsonLines.print(evaluation.json());
    } else {
      evaluation.print();
    }
  }
}
