package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.EncodedPairs;
import dev.refrain.data.Overlong;
import dev.refrain.data.SentenceCodec;
import dev.refrain.data.SentencePair;
import dev.refrain.decode.BeamSearch;
import dev.refrain.task.translation.Translation;
import dev.refrain.task.translation.TranslationCorpus;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.task.translation.TranslationTask;
import dev.refrain.task.translation.Translator;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.ModelWriter;
import dev.refrain.train.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A translation model and the pairs that it learns.
///
/// @param filtered how many pairs of the file were not taken
/// @param samples how many held-out sentences a sample translates
record TranslationLesson(
    int filtered, TranslationCorpus corpus, TranslationModel model, int samples) implements Lesson {

  @Override
  public Task task() {
    return new TranslationTask(model, corpus);
  }

  @Override
  public DataFingerprint data() {
    return corpus.fingerprint();
  }

  @Override
  public ModelWriter openWriter(
      Path folder, long seed, int shards, ObjectNode extra, ModelWriter.IfExists ifExists)
      throws IOException {
    return model.openWriter(folder, seed, shards, extra, ifExists);
  }

  @Override
  public List<String> remarks() {
    EncodedPairs training = corpus.training();
    EncodedPairs validation = corpus.validation();
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "%s: %,d pairs to learn from, %,d held out%s"
            .formatted(
                corpus.fingerprint().name(),
                training.pairs().size(),
                validation.pairs().size(),
                filtered == 0 ? "" : "; %,d do not pass the filter".formatted(filtered)));
    int overlong = training.overlong() + validation.overlong();
    if (overlong > 0) {
      remarks.add(
          "%s a sentence of more than %,d tokens and %s %s; see --maximum-length"
              .formatted(
                  pairs(overlong, "has", "have"),
                  model.config().maximumLength(),
                  overlong == 1 ? "is" : "are",
                  model.config().overlong() == Overlong.SKIP ? "skipped" : "cut there"));
    }
    int empty = training.empty() + validation.empty();
    if (empty > 0) {
      remarks.add(
          "%s a side without any token and %s skipped"
              .formatted(pairs(empty, "has", "have"), empty == 1 ? "is" : "are"));
    }
    EncodedPairs judged = validation.pairs().isEmpty() ? training : validation;
    remarks.add("source: " + side(model.source(), judged.source()));
    remarks.add("target: " + side(model.target(), judged.target()));
    return remarks;
  }

  private static String pairs(int count, String one, String many) {
    return count == 1 ? "1 pair " + one : "%,d pairs %s".formatted(count, many);
  }

  private String side(SentenceCodec codec, EncodedPairs.SideCounts counts) {
    return String.format(
        Locale.ROOT,
        "%,d different tokens; unknown are %.2f %% of those %s",
        codec.vocabulary().size(),
        100.0 * counts.unknown() / counts.tokens(),
        corpus.heldOut().isEmpty() ? "to learn" : "held out");
  }

  @Override
  public String unit() {
    return "tokens";
  }

  @Override
  public String loss(double nats) {
    return String.format(
        Locale.ROOT, "%.4f nats per token (perplexity %.2f)", nats, Math.exp(nats));
  }

  /// Sentences from all over the held-out pairs, always the same, each with the true translation
  /// below its own.
  @Override
  public Optional<String> sample() {
    if (samples == 0) {
      return Optional.empty();
    }
    List<SentencePair> heldOut = corpus.heldOut();
    List<SentencePair> shown = new ArrayList<>();
    int count = Math.min(samples, heldOut.size());
    for (int i = 0; i < count; i++) {
      shown.add(heldOut.get((int) ((long) i * heldOut.size() / count)));
    }
    List<Translation> translations =
        Translator.of(model)
            .translate(shown.stream().map(SentencePair::source).toList(), BeamSearch.GREEDY);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add("> " + shown.get(i).source());
      lines.add("= " + shown.get(i).target());
      lines.add("< " + translations.get(i).text());
    }
    return Optional.of(String.join("\n", lines));
  }

  @Override
  public String next(String folder) {
    return "translate " + folder + " --text \"...\"";
  }
}
