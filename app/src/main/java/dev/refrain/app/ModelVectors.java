package dev.refrain.app;

import dev.refrain.data.WordVectors;
import dev.refrain.task.classification.ClassificationModel;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.tagging.TaggingModel;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.train.ModelFolder;
import java.io.IOException;

/// The word embeddings of a model, whatever its task.
final class ModelVectors {
  private ModelVectors() {}

  /// Reads them.
  ///
  /// @param target whether those of the target are meant, of a model that translates
  /// @throws CommandFailed if the model has none
  static WordVectors read(ModelFolder folder, boolean target) throws IOException {
    String task = folder.manifest().task();
    if (target && !task.equals(TranslationModel.TASK)) {
      throw new WrongUsage(
          "--target would do nothing: it is for translation, and %s holds a model for %s"
              .formatted(folder.path(), task));
    }
    return switch (task) {
      case LanguageModel.TASK ->
          LanguageModel.load(folder).wordVectors().orElseThrow(() -> none(folder));
      case ClassificationModel.TASK ->
          ClassificationModel.load(folder).wordVectors().orElseThrow(() -> none(folder));
      case TaggingModel.TASK -> TaggingModel.load(folder).wordVectors();
      case TranslationModel.TASK -> {
        TranslationModel model = TranslationModel.load(folder);
        yield target ? model.targetVectors() : model.sourceVectors();
      }
      default ->
          throw new CommandFailed(
              "%s holds a model for %s, which has no word embeddings"
                  .formatted(folder.path(), task));
    };
  }

  private static CommandFailed none(ModelFolder folder) {
    return new CommandFailed(
        folder.path()
            + " has no embedding, what it reads is not turned into learned vectors; of text, train"
            + " one with --embedding 64");
  }
}
