package dev.refrain.app;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.refrain.task.language.LanguageModelConfig;

/// All that decides what `train language` learns.
///
/// @param text the file to learn from
/// @param model what the model looks like and how the text is fed to it
/// @param learning how it learns
record LanguageTraining(String text, LanguageModelConfig model, @JsonUnwrapped Learning learning)
    implements TrainingConfig {

  /// @throws IllegalArgumentException naming the value and what is allowed
  LanguageTraining {
    learning.requireHeldOut(model.validation() > 0);
  }
}
