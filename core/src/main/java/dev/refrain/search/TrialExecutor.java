package dev.refrain.search;

import java.util.concurrent.CompletableFuture;

/// Where trials are carried out: on threads of this process ([LocalTrials]), or elsewhere. Request,
/// progress and outcome are plain data.
public interface TrialExecutor extends AutoCloseable {
  /// Begins a trial.
  ///
  /// @return what it came to. A trial that could not go on is an outcome too; the future fails only
  ///     if the place where it should have run has failed, and that ends the search.
  CompletableFuture<TrialOutcome> submit(TrialRequest request, TrialMonitor monitor);

  /// Has the trials under way end soon; what they come to is no longer wanted. May be called from any
  /// thread, a signal's too.
  void abandon();

  /// Waits for what still runs, and lets threads go.
  @Override
  void close();
}
