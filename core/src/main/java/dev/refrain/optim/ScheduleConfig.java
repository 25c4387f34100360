package dev.refrain.optim;

/// How the learning rate changes over a run.
///
/// ```java
/// ScheduleConfig.cosine(0.1).withWarmUp(200)   // 200 steps up, then down to a tenth
/// ```
///
/// @param kind the curve
/// @param warmUpSteps over how many steps the rate first climbs in equal parts to its full height;
///     0 for none. By step, and on top of any curve
/// @param every of STEP: after how many epochs the rate falls
/// @param factor of STEP and PLATEAU: what the rate is then multiplied by, in (0, 1]
/// @param floor what part of the full rate is left at least, in [0, 1]: where COSINE ends and
///     STEP and PLATEAU stop falling
/// @param patience of PLATEAU: how many validations may bring no improvement before the rate falls
/// @param threshold of PLATEAU: by what part of itself the loss must fall to count as improved
public record ScheduleConfig(
    ScheduleKind kind,
    long warmUpSteps,
    int every,
    double factor,
    double floor,
    int patience,
    double threshold) {
  private static final double THRESHOLD = 1e-4; // as PyTorch

  /// @throws IllegalArgumentException if a number is out of its range
  public ScheduleConfig {
    if (kind == null) {
      throw new IllegalArgumentException("a schedule's kind is missing");
    }
    check(warmUpSteps >= 0, "warm-up", warmUpSteps, "0 steps or more");
    check(every >= 1, "number of epochs between falls", every, "1 or more");
    check(factor > 0 && factor <= 1, "factor", factor, "in (0, 1]");
    check(floor >= 0 && floor <= 1, "floor", floor, "in [0, 1]");
    check(patience >= 0, "patience", patience, "0 or more");
    check(threshold >= 0 && threshold < 1, "threshold", threshold, "in [0, 1)");
  }

  public static ScheduleConfig constant() {
    return new ScheduleConfig(ScheduleKind.CONSTANT, 0, 1, 1, 0, 0, THRESHOLD);
  }

  /// Times `factor` after every `epochs` epochs.
  public static ScheduleConfig step(int epochs, double factor) {
    return new ScheduleConfig(ScheduleKind.STEP, 0, epochs, factor, 0, 0, THRESHOLD);
  }

  /// Down to `floor` of the full rate at the end of the run.
  public static ScheduleConfig cosine(double floor) {
    return new ScheduleConfig(ScheduleKind.COSINE, 0, 1, 1, floor, 0, THRESHOLD);
  }

  /// Times `factor` after more than `patience` validations without improvement.
  public static ScheduleConfig plateau(int patience, double factor) {
    return new ScheduleConfig(ScheduleKind.PLATEAU, 0, 1, factor, 0, patience, THRESHOLD);
  }

  public ScheduleConfig withWarmUp(long steps) {
    return new ScheduleConfig(kind, steps, every, factor, floor, patience, threshold);
  }

  public ScheduleConfig withFloor(double floor) {
    return new ScheduleConfig(kind, warmUpSteps, every, factor, floor, patience, threshold);
  }

  private static void check(boolean valid, String name, Object value, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          "the schedule's %s is %s, it must be %s".formatted(name, value, expected));
    }
  }
}
