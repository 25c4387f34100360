package dev.refrain.app;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.refrain.task.translation.TranslationConfig;

/// All that decides what `train translation` learns.
///
/// @param data where the pairs to learn from lie
/// @param validation where those to hold out lie; if nowhere, a part of the others is held out
/// @param swap whether targets are read and sources written
/// @param selection which pairs are taken
/// @param model what the model looks like and how the pairs are fed to it
/// @param learning how it learns
record TranslationTraining(
    PairPlace data,
    PairPlace validation,
    boolean swap,
    PairSelection selection,
    TranslationConfig model,
    @JsonUnwrapped Learning learning)
    implements TrainingConfig {

  /// @throws IllegalArgumentException naming the value and what is allowed
  TranslationTraining {
    data.check("--");
    validation.check("--validation-");
    learning.requireHeldOut(validation.isGiven() || model.validation() > 0);
  }
}
