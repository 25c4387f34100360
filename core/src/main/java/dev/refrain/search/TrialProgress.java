package dev.refrain.search;

import java.util.OptionalDouble;

/// How far a trial has come.
///
/// @param step how many steps are done
/// @param epoch how many times it has gone through the data, parts included
/// @param trainingLoss the mean over the steps since the progress before
/// @param validationLoss on held-out data, if it was measured here
/// @param seconds since the trial began
public record TrialProgress(
    long step, double epoch, double trainingLoss, OptionalDouble validationLoss, double seconds) {}
