package dev.refrain.train;

import java.nio.file.Path;
import java.util.OptionalDouble;

/// What happens in a run, in the order in which it happens. Epochs and steps are counted from 1 in
/// events: "step 3 of 120 of epoch 1". A global step counts on over epochs.
public sealed interface TrainEvent {

  /// The run begins or resumes.
  ///
  /// @param resumed whether it goes on from a checkpoint
  /// @param epoch the epoch that begins or goes on
  /// @param epochs how many epochs are asked for
  /// @param step how many steps of this epoch are already done
  /// @param steps how many steps this epoch has
  /// @param parameters how many numbers are learned
  /// @param shards how many parts each batch is cut into
  /// @param threads how many threads compute
  /// @param device what computes, for people
  record Started(
      boolean resumed,
      int epoch,
      int epochs,
      int step,
      int steps,
      long parameters,
      int shards,
      int threads,
      String device)
      implements TrainEvent {}

  /// A training step is done.
  ///
  /// @param epoch the epoch, from 1
  /// @param step how many steps of the epoch are done
  /// @param steps how many it has
  /// @param globalStep how many steps of the run are done
  /// @param loss the mean loss of the step's predictions
  /// @param gradientNorm the length of the whole gradient before clipping
  /// @param rate the learning rate of this step
  /// @param unitsPerSecond predictions per second of this step
  record StepDone(
      int epoch,
      int step,
      int steps,
      long globalStep,
      double loss,
      double gradientNorm,
      double rate,
      double unitsPerSecond)
      implements TrainEvent {}

  /// The held-out data has been gone through.
  ///
  /// @param epoch the epoch, from 1
  /// @param globalStep how many steps of the run are done
  /// @param loss the mean loss of all its predictions
  /// @param count how many predictions there were
  /// @param best whether the loss is the lowest so far
  /// @param seconds how long it took
  record Validated(
      int epoch, long globalStep, double loss, long count, boolean best, double seconds)
      implements TrainEvent {}

  /// The state is on disk: a kill from now on loses nothing before this point.
  ///
  /// @param epoch the epoch last at work, from 1
  /// @param globalStep how many steps of the run are done
  /// @param folder the model's folder
  /// @param seconds how long it took
  record CheckpointSaved(int epoch, long globalStep, Path folder, double seconds)
      implements TrainEvent {}

  /// An epoch is over, its validation included.
  ///
  /// @param epoch the epoch, from 1
  /// @param epochs how many epochs are asked for
  /// @param loss the mean training loss over the epoch, each prediction as it was met
  /// @param validationLoss the loss of the validation at its end, if data was held out
  /// @param seconds how long this process worked on it, validation included
  /// @param unitsPerSecond training predictions per second of training, by this process; 0 if only
  ///     the epoch's end was left to it
  record EpochDone(
      int epoch,
      int epochs,
      double loss,
      OptionalDouble validationLoss,
      double seconds,
      double unitsPerSecond)
      implements TrainEvent {}

  /// The run is over, or stopped so that it can be resumed.
  record Finished(TrainResult result) implements TrainEvent {}
}
