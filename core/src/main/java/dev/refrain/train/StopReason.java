package dev.refrain.train;

/// Why a run came to its end.
public enum StopReason {
  /// All epochs are done.
  EPOCHS,
  /// The limit of steps is reached.
  STEPS,
  /// The limit of time is reached.
  TIME,
  /// The validation loss has not improved for as long as patience lasts.
  PATIENCE,
  /// [Trainer#requestStop] was called.
  REQUESTED
}
