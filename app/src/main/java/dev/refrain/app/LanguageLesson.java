package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.Windows;
import dev.refrain.decode.Sampling;
import dev.refrain.task.language.Corpus;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageTask;
import dev.refrain.task.language.TextLevel;
import dev.refrain.tensor.Rng;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.ModelWriter;
import dev.refrain.train.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A language model and the text that it learns.
///
/// @param text the text's file, as it was given
/// @param prompt what samples go on from; null for none
/// @param rng what samples are drawn from: always the same
record LanguageLesson(String text, Corpus corpus, LanguageModel model, String prompt, Rng rng)
    implements Lesson {
  private static final int SAMPLE_CHARACTERS = 200;
  private static final int SAMPLE_WORDS = 40;

  @Override
  public Task task() {
    return new LanguageTask(model, corpus);
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
    return List.of(
        "%s: %,d %s to learn from, %,d held out; %,d different"
            .formatted(
                text,
                corpus.training().tokens(),
                isWords() ? "words" : "characters",
                corpus.validation().tokens(),
                corpus.vocabulary().size()));
  }

  /// What the trainer counts: its predictions.
  @Override
  public String unit() {
    if (model.config().targets() == Windows.Targets.LAST) {
      return "windows";
    }
    return isWords() ? "words" : "characters";
  }

  @Override
  public String loss(double nats) {
    return isWords()
        ? String.format(Locale.ROOT, "%.4f nats per word (perplexity %.1f)", nats, Math.exp(nats))
        : String.format(
            Locale.ROOT, "%.4f nats per character (%.3f bits)", nats, nats / Math.log(2));
  }

  @Override
  public Optional<String> sample() {
    if (prompt == null) {
      return Optional.empty();
    }
    int length = isWords() ? SAMPLE_WORDS : SAMPLE_CHARACTERS;
    return Optional.of(
        prompt + model.generate(prompt, Sampling.temperature(0.7), length, rng.split("sample")));
  }

  @Override
  public String next(String folder) {
    return "generate " + folder + " --prompt \"...\"";
  }

  private boolean isWords() {
    return model.config().level() == TextLevel.WORD;
  }
}
