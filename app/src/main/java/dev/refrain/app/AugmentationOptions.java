package dev.refrain.app;

import picocli.CommandLine.Option;

/// How series are changed each time they are learned. Only picocli writes the fields, and [Settings]
/// reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class AugmentationOptions {
  private static final String AT = "model.series.augmentation.";

  @Option(
      names = "--jitter",
      paramLabel = "X",
      description = "Noise on every number, in deviations of its feature. Default: 0.")
  @Sets(AT + "jitter")
  private Double jitter;

  @Option(
      names = "--stretch",
      paramLabel = "X",
      description =
          "Each feature of a series times a factor around 1 of this deviation. Default: 0.")
  @Sets(AT + "scaling")
  private Double stretch;

  @Option(
      names = "--rotation",
      paramLabel = "DEGREES",
      description =
          "Turn the axes, features x, y, z in threes, around a random axis by up to so many"
              + " degrees. Default: 0.")
  @Sets(AT + "rotation")
  private Double rotation;

  @Option(
      names = "--warp",
      paramLabel = "X",
      description =
          "Let time run unevenly: the deviation of the logarithm of its speed. Default: 0.")
  @Sets(AT + "warp")
  private Double warp;

  @Option(
      names = "--crop",
      paramLabel = "PART",
      description = "The least part of a series that is kept, from a random step on. Default: 1.")
  @Sets(AT + "crop")
  private Double crop;

  @Option(
      names = "--augmented",
      paramLabel = "PART",
      description = "The part of the series that is changed so. Default: 1.")
  @Sets(AT + "share")
  private Double share;
}
