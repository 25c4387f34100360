package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.ColumnFile;
import dev.refrain.data.TaggedSentence;
import dev.refrain.data.Vocabulary;
import dev.refrain.task.tagging.TagScheme;
import dev.refrain.task.tagging.TaggingConfig;
import dev.refrain.task.tagging.TaggingCorpus;
import dev.refrain.task.tagging.TaggingModel;
import dev.refrain.task.tagging.TaggingTask;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.ModelWriter;
import dev.refrain.train.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A tagger and the sentences that it learns.
final class TaggingLesson implements Lesson {
  private final TaggingCorpus corpus;
  private final TaggingModel model;
  private final ColumnFile file;
  private final List<String> ownRemarks;
  private final TaggingEvaluation test; // null if there is none
  private final TaggingTask task;

  /// @param ownRemarks what else people should know
  /// @param test by which the finished tagger is measured; null for nothing
  TaggingLesson(
      TaggingCorpus corpus,
      TaggingModel model,
      ColumnFile file,
      List<String> ownRemarks,
      TaggingEvaluation test) {
    this.corpus = corpus;
    this.model = model;
    this.file = file;
    this.ownRemarks = List.copyOf(ownRemarks);
    this.test = test;
    task = new TaggingTask(model, corpus);
  }

  @Override
  public Task task() {
    return task;
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
    List<String> remarks = new ArrayList<>();
    TaggingConfig config = model.config();
    remarks.add(
        "%s: %,d sentences to learn from, %,d held out%s%s"
            .formatted(
                file.shortName(),
                corpus.training().size(),
                corpus.validation().size(),
                file.documents() == 0 ? "" : "; %,d documents".formatted(file.documents()),
                file.comments() == 0
                    ? ""
                    : "; %,d lines of comments left out".formatted(file.comments())));
    remarks.add(
        "tags: %s%s: %s"
            .formatted(
                config.scheme(),
                config.scheme() == config.learnedScheme()
                    ? ""
                    : ", learned as " + config.learnedScheme(),
                String.join(" ", model.tags().tokens())));
    if (corpus.broken() > 0) {
      remarks.add(
          "%,d %s the scheme, read as conlleval reads them"
              .formatted(
                  corpus.broken(), corpus.broken() == 1 ? "sentence breaks" : "sentences break"));
    }
    remarks.add(words());
    remarks.addAll(ownRemarks);
    return remarks;
  }

  private String words() {
    boolean heldOut = !corpus.validation().isEmpty();
    long words = 0;
    long unknown = 0;
    for (TaggedSentence sentence : heldOut ? corpus.validation() : corpus.training()) {
      for (String word : sentence.words()) {
        words++;
        unknown += model.knows(word) ? 0 : 1;
      }
    }
    Vocabulary known = model.words();
    return String.format(
        Locale.ROOT,
        "%,d different words%s; unknown are %.2f %% of those %s",
        known.size() - 1,
        model.config().characters().embedding() > 0 ? ", composed from characters too" : "",
        100.0 * unknown / words,
        heldOut ? "held out" : "to learn");
  }

  @Override
  public String unit() {
    return "words";
  }

  @Override
  public String loss(double nats) {
    return String.format(Locale.ROOT, "%.4f nats per word", nats);
  }

  @Override
  public String validation(double loss) {
    return switch (model.config().selection()) {
      case LOSS -> Lesson.super.validation(loss);
      case SCORE ->
          String.format(
              Locale.ROOT,
              task.validatesByEntities() ? "validation F1 %.2f %%" : "validation accuracy %.2f %%",
              100 * (1 - loss));
    };
  }

  @Override
  public String best(double loss) {
    return switch (model.config().selection()) {
      case LOSS -> Lesson.super.best(loss);
      case SCORE -> validation(loss);
    };
  }

  @Override
  public Optional<String> sample() {
    return Optional.empty();
  }

  @Override
  public List<String> conclusion() {
    return test == null ? List.of() : test.measure().lines();
  }

  @Override
  public Optional<ObjectNode> conclusionJson() {
    return test == null
        ? Optional.empty()
        : Optional.of(test.measure().json().put("event", "tested"));
  }

  @Override
  public String next(String folder) {
    return model.config().scheme() == TagScheme.PLAIN
        ? "predict " + folder + " < sentences.txt"
        : "predict " + folder + " --text \"...\"";
  }
}
