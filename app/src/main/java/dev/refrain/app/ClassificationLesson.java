package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.task.classification.ClassificationCorpus;
import dev.refrain.task.classification.ClassificationModel;
import dev.refrain.task.classification.ClassificationTask;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.ModelWriter;
import dev.refrain.train.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A classifier and the items that it learns.
final class ClassificationLesson implements Lesson {
  private static final int MANY_CLASSES = 20;

  private final ClassificationCorpus corpus;
  private final ClassificationModel model;
  private final ClassificationTask task;

  ClassificationLesson(ClassificationCorpus corpus, ClassificationModel model) {
    this.corpus = corpus;
    this.model = model;
    this.task = new ClassificationTask(model, corpus);
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
    remarks.add(
        "%s: %,d items to learn from, %,d held out"
            .formatted(
                corpus.fingerprint().name(), corpus.trainingItems(), corpus.validationItems()));
    List<String> labels = corpus.labels().tokens();
    List<String> counts = new ArrayList<>();
    for (int label = 0; label < Math.min(MANY_CLASSES, labels.size()); label++) {
      counts.add("%s %,d".formatted(labels.get(label), corpus.trainingCounts().get(label)));
    }
    remarks.add(
        "%d classes: %s%s"
            .formatted(
                labels.size(),
                String.join(", ", counts),
                labels.size() > MANY_CLASSES ? ", ..." : ""));
    if (corpus.vocabularySize() > 0) {
      remarks.add("%,d different tokens".formatted(corpus.vocabularySize()));
    }
    if (corpus.overlong() > 0) {
      remarks.add(
          "%,d items are longer than %,d steps and are cut there; see --maximum-length"
              .formatted(corpus.overlong(), model.config().maximumLength()));
    }
    if (corpus.empty() > 0) {
      remarks.add("%,d items have nothing in them and are skipped".formatted(corpus.empty()));
    }
    return remarks;
  }

  @Override
  public String unit() {
    return "items";
  }

  @Override
  public String loss(double nats) {
    return String.format(Locale.ROOT, "%.4f nats per item", nats);
  }

  @Override
  public Optional<String> score() {
    return task.validationAccuracy().stream()
        .mapToObj(accuracy -> String.format(Locale.ROOT, "accuracy %.2f %%", 100 * accuracy))
        .findFirst();
  }

  @Override
  public Optional<String> sample() {
    return Optional.empty();
  }

  @Override
  public String next(String folder) {
    return switch (model.config().input()) {
      case TEXT -> "predict " + folder + " --text \"...\"";
      case SERIES -> "predict " + folder + " --series FILE";
    };
  }
}
