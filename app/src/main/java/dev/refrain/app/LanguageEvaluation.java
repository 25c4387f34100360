package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.TextFile;
import dev.refrain.task.language.Evaluation;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.TextLevel;
import dev.refrain.train.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// How well a language model predicts a text.
final class LanguageEvaluation {
  private final Evaluation evaluation;
  private final boolean words;

  LanguageEvaluation(ModelFolder folder, Path text) throws IOException {
    LanguageModel model = LanguageModel.load(folder);
    TextFile file = TextFile.read(text);
    file.cut().ifPresent(System.err::println);
    evaluation = model.evaluate(file.text());
    words = model.config().level() == TextLevel.WORD;
  }

  void print() {
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
  }

  ObjectNode json() {
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
