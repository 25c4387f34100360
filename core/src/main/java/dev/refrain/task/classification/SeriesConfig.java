package dev.refrain.task.classification;

import static dev.refrain.config.Checks.require;

import dev.refrain.data.series.AugmentationConfig;
import dev.refrain.data.series.MissingValues;
import dev.refrain.data.series.ScalingKind;

/// What is done to series before a classifier reads them.
///
/// @param scaling to which size features are brought, by what the part to learn from says
/// @param missing what is done where a value is missing
/// @param augmentation how series are changed each time they are learned
public record SeriesConfig(
    ScalingKind scaling, MissingValues missing, AugmentationConfig augmentation) {

  /// @throws IllegalArgumentException if one is missing
  public SeriesConfig {
    require(scaling != null, "series.scaling is missing; known are none, standard, pooled, range");
    require(
        missing != null,
        "series.missing is missing; known are refuse, drop, zero, previous, linear");
    require(augmentation != null, "series.augmentation is missing");
  }

  /// Every feature with mean 0 and deviation 1; missing values are refused, and nothing is
  /// changed.
  public static SeriesConfig defaults() {
    return new SeriesConfig(ScalingKind.STANDARD, MissingValues.REFUSE, AugmentationConfig.NONE);
  }
}
