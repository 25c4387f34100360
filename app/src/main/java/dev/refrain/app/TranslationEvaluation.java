package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.DataException;
import dev.refrain.data.PairFile;
import dev.refrain.decode.BeamSearch;
import dev.refrain.task.translation.Translation;
import dev.refrain.task.translation.TranslationLoss;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.task.translation.TranslationScores;
import dev.refrain.task.translation.Translator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How well one model, or several together, translate sentences: each counts for the scores, however
/// long it is.
final class TranslationEvaluation {
  /// How many sentences are translated between two looks at the progress.
  private static final int PART = 512;

  private final PairFile file;
  private final BeamSearch search;
  private final TestSet set;
  private final Translating translating;
  private final List<String> translations = new ArrayList<>();
  private final TranslationScores scores;
  private final Optional<TranslationLoss> loss;

  /// @throws WrongUsage if an option would do nothing
  TranslationEvaluation(
      Ensemble ensemble,
      Translator translator,
      BeamSearch search,
      PairFile file,
      ScoreOptions options) {
    this.file = file;
    this.search = search;
    set = options.testSet(file.pairs(), ensemble.first().target().config());
    translating =
        new Translating(
            ensemble.first().source(), (sentences, part) -> translator.best(sentences, search));
    translate();
    scores = TranslationScores.of(options.lowerCase(), translations, set.references());
    // Of an ensemble it would be another number: that of the averaged probabilities.
    loss = ensemble.size() == 1 ? loss(ensemble.first()) : Optional.empty();
  }

  private Optional<TranslationLoss> loss(TranslationModel model) {
    try {
      return Optional.of(model.loss(file.pairs()));
    } catch (DataException e) {
      System.err.println("the loss is not measured: " + Failures.sentence(e));
      return Optional.empty();
    }
  }

  private void translate() {
    List<String> sources = set.sources();
    try (var line = new ProgressLine()) {
      for (int from = 0; from < sources.size(); from += PART) {
        int to = Math.min(sources.size(), from + PART);
        for (List<Translation> best : translating.translate(sources.subList(from, to))) {
          translations.add(best.isEmpty() ? "" : TranslationView.oneLine(best.getFirst()));
        }
        double left = translating.seconds() / to * (sources.size() - to);
        line.show(
            new Progress(
                "translating",
                (double) to / sources.size(),
                translating.sentencesPerSecond(),
                "sentences",
                Double.NaN,
                left));
      }
    }
  }

  /// The translation of each sentence.
  List<String> translations() {
    return translations;
  }

  void print() {
    System.out.printf(
        Locale.ROOT,
        "%s: %,d sentences, beam %d%n",
        file.name(),
        translations.size(),
        search.width());
    System.out.println(scores.bleu().line());
    System.out.println("  " + set.signature(scores.bleu().signature()));
    System.out.println(scores.chrf().line());
    System.out.println("  " + set.signature(scores.chrf().signature()));
    System.out.printf(Locale.ROOT, "exact match: %.2f %%%n", 100 * scores.exactMatch());
    loss.ifPresent(
        found ->
            System.out.printf(
                Locale.ROOT,
                "loss: %.4f nats per token, perplexity %.2f (%,d tokens of sentences within the"
                    + " model's maximum length)%n",
                found.natsPerToken(),
                found.perplexity(),
                found.tokens()));
    System.out.println("translated " + translating.summary());
  }

  ObjectNode json() {
    ObjectNode object =
        JsonLines.object()
            .put("sentences", translations.size())
            .put("beam", search.width())
            .put("bleu", scores.bleu().score())
            .put("bleuSignature", set.signature(scores.bleu().signature()))
            .put("brevityPenalty", scores.bleu().brevityPenalty())
            .put("chrf", scores.chrf().score())
            .put("chrfSignature", set.signature(scores.chrf().signature()))
            .put("exactMatch", scores.exactMatch());
    loss.ifPresent(
        found ->
            object
                .put("natsPerToken", found.natsPerToken())
                .put("perplexity", found.perplexity())
                .put("tokens", found.tokens()));
    return object
        .put("seconds", translating.seconds())
        .put("sentencesPerSecond", translating.sentencesPerSecond());
  }
}
