package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.ModelWriter;
import dev.refrain.train.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A model and the data that it is about to learn.
interface Lesson {
  Task task();

  /// Which data these are.
  DataFingerprint data();

  /// A new folder for the model.
  ///
  /// @throws IOException in one sentence if it may not be used
  ModelWriter openWriter(
      Path folder, long seed, int shards, ObjectNode extra, ModelWriter.IfExists ifExists)
      throws IOException;

  /// What people should know about the data, one line each.
  List<String> remarks();

  /// What the model counts as it learns: `words`.
  String unit();

  /// A loss as people of the field read it: `1.2345 nats per word (perplexity 3.4)`.
  String loss(double nats);

  /// How the last validation went by the measure of the field, to stand behind its loss: `accuracy
  /// 77.3 %`; empty if the loss says it all.
  default Optional<String> score() {
    return Optional.empty();
  }

  /// The loss on held-out data as the line of an epoch says it.
  default String validation(double loss) {
    return String.format(Locale.ROOT, "validation loss %.4f", loss);
  }

  /// The best loss on held-out data as people of the field read it.
  default String best(double loss) {
    return "validation loss: " + loss(loss);
  }

  /// What the model does by now, to be shown after each epoch; empty if nobody asked.
  Optional<String> sample();

  /// What people should know of the finished model, one line each.
  default List<String> conclusion() {
    return List.of();
  }

  /// The same for machines; empty if there is nothing.
  default Optional<ObjectNode> conclusionJson() {
    return Optional.empty();
  }

  /// A command to try next.
  ///
  /// @param folder the model's, as a shell reads it
  String next(String folder);
}
