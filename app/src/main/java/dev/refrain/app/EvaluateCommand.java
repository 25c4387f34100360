package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.TextFile;
import dev.refrain.task.language.Evaluation;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.TextLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures how well a model predicts a text.
@Command(
    name = "evaluate",
    description = "Measures how well a language model predicts a text.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain evaluate moby --text typee.txt",
      "  refrain evaluate moby --text typee.txt --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ModelArgument model;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      required = true,
      description = "The text to predict, in UTF-8.")
  private Path text;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    LanguageModel loaded = model.load();
    TextFile file = TextFile.read(text);
    file.cut().ifPresent(System.err::println);
    Evaluation evaluation = loaded.evaluate(file.text());
    boolean words = loaded.config().level() == TextLevel.WORD;
    if (json) {
      JsonLines.print(object(evaluation, words));
      return ExitCode.DONE;
    }
    System.out.printf(
        Locale.ROOT,
        "%,d characters: %.4f nats, %.4f bits per character%n",
        evaluation.characters(),
        evaluation.natsPerCharacter(),
        evaluation.bitsPerCharacter());
    if (words) {
      System.out.printf(
          Locale.ROOT,
          "%,d words and marks: perplexity %.2f, %.4f nats per word; %.2f %% unknown%n",
          evaluation.predictions(),
          evaluation.perplexity(),
          evaluation.natsPerToken(),
          100 * evaluation.unknownRate());
    } else if (evaluation.unknown() > 0) {
      System.out.printf(
          Locale.ROOT,
          "%,d more characters (%.2f %%) are unknown to the model: read as nothing, not counted%n",
          evaluation.unknown(),
          100 * evaluation.unknownRate());
    }
    return ExitCode.DONE;
  }

  private static ObjectNode object(Evaluation evaluation, boolean words) {
    ObjectNode object =
        JsonLines.object()
            .put("characters", evaluation.characters())
            .put("natsPerCharacter", evaluation.natsPerCharacter())
            .put("bitsPerCharacter", evaluation.bitsPerCharacter())
            .put("unknown", evaluation.unknown())
            .put("unknownRate", evaluation.unknownRate());
    if (words) {
      object
          .put("words", evaluation.predictions())
          .put("natsPerWord", evaluation.natsPerToken())
          .put("perplexity", evaluation.perplexity());
    }
    return object;
  }
}
