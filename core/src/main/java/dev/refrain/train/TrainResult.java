package dev.refrain.train;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a run came to. Losses are means over predictions.
///
/// @param reason why it ended
/// @param epochs how many epochs are complete
/// @param steps how many steps were taken, those before a resume included
/// @param units how many predictions were trained on, those before a resume included
/// @param loss the mean training loss of the epoch that was last at work; NaN if no step was taken
/// @param validationLoss the last validation's loss, if there was one
/// @param bestLoss the lowest validation loss, if there was a validation
/// @param bestEpoch the epoch of the lowest validation loss, from 1
/// @param seconds how long the run took, parts before a resume included
public record TrainResult(
    StopReason reason,
    int epochs,
    long steps,
    long units,
    double loss,
    OptionalDouble validationLoss,
    OptionalDouble bestLoss,
    OptionalInt bestEpoch,
    double seconds) {

  /// Whether the run was interrupted, so that resuming it makes sense.
  public boolean interrupted() {
    return reason == StopReason.REQUESTED;
  }
}
