package dev.refrain.app;

import dev.refrain.data.PairFile;
import dev.refrain.decode.BeamSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures how well one model, or several together, translate.
@Command(
    name = "translation",
    description = {
      "Measures how well a translation model, or several together, translate sentence pairs: BLEU,",
      "chrF, exact match, loss."
    },
    customSynopsis = {
      "refrain evaluate MODEL... --pairs FILE [options]",
      "refrain evaluate MODEL... --source FILE --target FILE [options]"
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain evaluate en-fr --pairs test.tsv --beam 5 --out translations.txt",
      "  refrain evaluate de-en-1 de-en-2 --source test.de --target test.en --lower-case"
    })
final class EvaluateTranslationCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "MODEL", description = "The folders of the models.")
  private List<Path> folders;

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
    BeamSearch beam = search.search(1);
    if (out != null) {
      OutputFile.requireFolder(out);
    }
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
    return ExitCode.DONE;
  }
}
