package dev.refrain.app;

import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.task.translation.Translator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The models that translate: one, or several that write together.
final class Ensemble {
  private final List<Path> folders;
  private final List<TranslationModel> models;

  private Ensemble(List<Path> folders, List<TranslationModel> models) {
    this.folders = folders;
    this.models = models;
  }

  /// Reads the models.
  ///
  /// @throws IOException in one sentence if there is none, or it is of another task, or damaged
  /// @throws CommandFailed naming both folders if two have other vocabularies
  static Ensemble load(List<Path> folders) throws IOException {
    var models = new ArrayList<TranslationModel>();
    for (Path folder : folders) {
      TranslationModel model = TranslationModel.load(folder);
      if (!models.isEmpty()) {
        refuseStranger(folders.getFirst(), models.getFirst(), folder, model);
      }
      models.add(model);
    }
    return new Ensemble(folders, models);
  }

  private static void refuseStranger(
      Path first, TranslationModel firstModel, Path other, TranslationModel otherModel) {
    try {
      Translator.of(firstModel, otherModel);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(
          ("%s and %s cannot translate together: their vocabularies differ (%,d and %,d tokens of"
                  + " the source language, %,d and %,d of the target); train them on the same pairs"
                  + " with the same options for tokens")
              .formatted(
                  first,
                  other,
                  firstModel.source().vocabulary().size(),
                  otherModel.source().vocabulary().size(),
                  firstModel.target().vocabulary().size(),
                  otherModel.target().vocabulary().size()),
          e);
    }
  }

  /// The first of them, whose vocabularies all share.
  TranslationModel first() {
    return models.getFirst();
  }

  int size() {
    return models.size();
  }

  Translator translator() {
    return Translator.of(models);
  }

  /// Holds that there is attention, for an option that needs it.
  ///
  /// @throws WrongUsage naming the option if there is none
  void requireAttention(String option) {
    if (models.stream().allMatch(model -> model.config().attention() == AttentionKind.NONE)) {
      throw new WrongUsage(
          "%s needs a model with attention, and %s has none".formatted(option, folders.getFirst()));
    }
  }
}
