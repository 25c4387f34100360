package dev.refrain.task.forecast;

import static dev.refrain.config.Checks.require;

/// What a model knows of a target from the part that it learned.
///
/// @param units mean and deviation of the values themselves: errors in scaled units are in these
/// @param network mean and deviation of what the network reads, behind transform and differences
/// @param seasonalError the mean absolute error of the seasonal naive forecast within that part, by
///     which MASE divides; 0 if the series repeats itself exactly
public record TargetProfile(Scale units, Scale network, double seasonalError) {

  /// @throws IllegalArgumentException if a value cannot be
  public TargetProfile {
    require(units != null && network != null, "a target's scales are missing");
    require(
        seasonalError >= 0 && Double.isFinite(seasonalError),
        "seasonalError is %s, it must be 0 or more",
        seasonalError);
  }
}
