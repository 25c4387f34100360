package dev.refrain.data.series;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireShare;

/// How series are changed each time they are learned, so that a model sees more than was measured.
/// After Um et al., Data Augmentation of Wearable Sensor Data (2017). Validation and prediction see
/// series as they are.
///
/// @param share of the series that are changed, drawn anew for each; the others stay as they are
/// @param jitter the deviation of the noise on every number, in deviations of its feature (units of
///     the scaled series)
/// @param scaling the deviation of the factor around 1 by which each feature is multiplied, one for a
///     whole series
/// @param rotation the largest angle, in degrees, by which the axes are turned: features are taken in
///     threes, x, y, z of one place each, and all threes are turned alike, around an axis drawn at
///     random
/// @param warp how unevenly time runs: the deviation of the logarithm of its speed at five points of
///     the series, between which it changes evenly. The series keeps its length
/// @param crop the least part of a series that is kept, from a random step on; 1 for all of it
public record AugmentationConfig(
    double share, double jitter, double scaling, double rotation, double warp, double crop) {
  /// Series stay as they are.
  public static final AugmentationConfig NONE = new AugmentationConfig(1, 0, 0, 0, 0, 1);

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public AugmentationConfig {
    requireShare("share", share);
    requireDeviation("jitter", jitter, 10);
    requireDeviation("scaling", scaling, 10);
    requireDeviation("rotation", rotation, 180);
    requireDeviation("warp", warp, 3);
    require(crop > 0 && crop <= 1, "crop is %s, it must be above 0 and at most 1", crop);
  }

  private static void requireDeviation(String name, double value, double most) {
    require(value >= 0 && value <= most, "%s is %s, it must be 0 to %s", name, value, most);
  }

  /// Whether it changes anything.
  public boolean active() {
    return share > 0 && (jitter > 0 || scaling > 0 || rotation > 0 || warp > 0 || crop < 1);
  }

  public AugmentationConfig withShare(double newShare) {
    return new AugmentationConfig(newShare, jitter, scaling, rotation, warp, crop);
  }

  public AugmentationConfig withJitter(double newJitter) {
    return new AugmentationConfig(share, newJitter, scaling, rotation, warp, crop);
  }

  public AugmentationConfig withScaling(double newScaling) {
    return new AugmentationConfig(share, jitter, newScaling, rotation, warp, crop);
  }

  public AugmentationConfig withRotation(double newRotation) {
    return new AugmentationConfig(share, jitter, scaling, newRotation, warp, crop);
  }

  public AugmentationConfig withWarp(double newWarp) {
    return new AugmentationConfig(share, jitter, scaling, rotation, newWarp, crop);
  }

  public AugmentationConfig withCrop(double newCrop) {
    return new AugmentationConfig(share, jitter, scaling, rotation, warp, newCrop);
  }
}
