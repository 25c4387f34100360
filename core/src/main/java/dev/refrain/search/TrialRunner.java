package dev.refrain.search;

/// Carries out a trial: the one thing a search needs to know of a task. Called for several trials at
/// the same time.
@FunctionalInterface
public interface TrialRunner {
  /// Learns for as long as the request's budget lasts or the monitor wants.
  ///
  /// @throws Exception if the trial cannot go on; that is then its result, and the search goes on
  TrialOutcome run(TrialRequest request, TrialMonitor monitor) throws Exception;
}
