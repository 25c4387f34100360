package dev.refrain.app;

import dev.refrain.train.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures how well a language model predicts a text.
@Command(
    name = "language",
    description = "Measures how well a language model predicts a text.",
    customSynopsis = "refrain evaluate MODEL --text FILE [--json]",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain evaluate moby --text typee.txt",
      "  refrain evaluate moby --text typee.txt --json"
    })
final class EvaluateLanguageCommand implements Callable<Integer> {
  @Mixin private ModelArgument model;

  @Option(names = "--text", paramLabel = "FILE", description = "The text to predict, in UTF-8.")
  private Path text;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (text == null) {
      throw new WrongUsage("--text is missing: the text that the model is to predict");
    }
    var evaluation = new LanguageEvaluation(ModelFolder.open(model.folder()), text);
    if (json) {
      JsonLines.print(evaluation.json());
    } else {
      evaluation.print();
    }
    return ExitCode.DONE;
  }
}
