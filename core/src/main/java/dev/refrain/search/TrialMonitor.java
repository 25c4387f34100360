package dev.refrain.search;

/// Hears from a trial on its way, and may have it end. Called on the trial's own thread.
@FunctionalInterface
public interface TrialMonitor {
  /// Takes note.
  ///
  /// @return whether the trial is to go on
  boolean progressed(TrialProgress progress);

  /// Whether the trial is to go on although there is nothing new to tell; asked often, and once more
  /// when a trial ends because it was interrupted.
  default boolean wanted() {
    return true;
  }
}
