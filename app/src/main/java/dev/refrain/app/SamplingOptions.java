package dev.refrain.app;

import dev.refrain.decode.LengthLimits;
import dev.refrain.decode.Sampling;
import dev.refrain.decode.SequenceSampling;
import dev.refrain.tensor.Rng;
import picocli.CommandLine.Option;

/// How a translation is drawn at random, instead of looking for the best.
final class SamplingOptions {
  @Option(
      names = "--sample",
      paramLabel = "TEMPERATURE",
      description =
          "Draw translations at random instead of looking for the best: below 1 closer to the"
              + " likely, above 1 further.")
  private Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description =
          "With --sample: draw from the N likeliest tokens only; 0: from all. Default: 0.")
  private Integer topK;

  @Option(
      names = {"--top-p", "--nucleus"},
      paramLabel = "P",
      description =
          "With --sample: draw from the likeliest that together have this probability. Default: 1.")
  private Double topP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "With --sample: the same seed draws the same translations. Default: another one each"
              + " time.")
  private Long seed;

  boolean isGiven() {
    return temperature != null;
  }

  /// Holds that no option is given that waits for --sample.
  ///
  /// @throws WrongUsage naming the option
  void refuseWithoutSample() {
    String idle = topK != null ? "--top-k" : topP != null ? "--top-p" : null;
    if (idle == null && seed != null) {
      idle = "--seed";
    }
    if (idle != null) {
      throw new WrongUsage(idle + " would do nothing: it is for --sample");
    }
  }

  /// @throws WrongUsage if an option is out of its range
  SequenceSampling sampling(LengthLimits limits) {
    try {
      return new SequenceSampling(
          new Sampling(temperature, topK == null ? 0 : topK, topP == null ? 1 : topP), limits);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(e.getMessage(), e);
    }
  }

  Rng rng() {
    return Rng.seeded(seed == null ? System.nanoTime() : seed);
  }
}
