package dev.refrain.train;

/// Hears what happens in a run: a progress bar, a log, a pruner. Called on the thread that called
/// [Trainer#run], between steps; what it takes, training waits for. What it throws ends the run.
@FunctionalInterface
public interface TrainListener {
  void on(TrainEvent event);
}
