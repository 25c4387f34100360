package dev.refrain.app;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.refrain.task.tagging.TaggingConfig;

/// All that decides what `train tagging` learns.
///
/// @param data where the sentences to learn from lie
/// @param validation where those to hold out lie; empty if a part of the others is held out
/// @param test where those lie by which the finished tagger is measured; empty for none
/// @param vectors where the vectors lie with which words begin; empty for none
/// @param model what the tagger looks like and how its sentences are read
/// @param learning how it learns
record TaggingTraining(
    String data,
    String validation,
    String test,
    String vectors,
    TaggingConfig model,
    @JsonUnwrapped Learning learning)
    implements TrainingConfig {

  /// @throws IllegalArgumentException naming the value and what is allowed
  TaggingTraining {
    learning.requireHeldOut(!validation.isEmpty() || model.validation() > 0);
  }
}
