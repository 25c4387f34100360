package dev.refrain.app;

/// All that decides what a `train` command learns: command line, configuration file and the model's
/// folder speak it. Each task has a record of its own, in which [Learning] is laid open.
interface TrainingConfig {
  /// How the model learns.
  Learning learning();
}
