package dev.refrain.search;

import dev.refrain.config.Labels;
import java.util.Locale;
import java.util.OptionalDouble;

/// What a search makes low.
public enum Measure {
  /// The loss on held-out data at the end of the budget.
  VALIDATION_LOSS,
  /// The mean of the losses of all steps, each as it was met.
  TRAINING_LOSS;

  /// The name in a study.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Measure named(String name) {
    return Labels.find(values(), Measure::label, "measure", name);
  }

  /// What it was at some point of a trial, if it was measured there. The training loss is then that
  /// of the steps since the point before.
  public OptionalDouble of(StudyEvent.Progressed progress) {
    return switch (this) {
      case VALIDATION_LOSS -> progress.validationLoss();
      case TRAINING_LOSS -> OptionalDouble.of(progress.trainingLoss());
    };
  }
}
