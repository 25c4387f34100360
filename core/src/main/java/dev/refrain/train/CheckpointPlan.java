package dev.refrain.train;

import java.time.Duration;

/// When a run saves its state. It always does so at its start and its end. When it saves has no
/// influence on the bits of what is learned.
///
/// @param everyEpoch whether to save at the end of each epoch
/// @param everySteps after how many steps; 0 for never
/// @param every after how much time; zero for never
public record CheckpointPlan(boolean everyEpoch, long everySteps, Duration every) {

  /// @throws IllegalArgumentException if a number is negative
  public CheckpointPlan {
    if (everySteps < 0 || every.isNegative()) {
      throw new IllegalArgumentException(
          "a checkpoint every %d steps or %s: neither may be negative"
              .formatted(everySteps, every));
    }
  }

  /// At the end of each epoch, and once a minute.
  public static CheckpointPlan standard() {
    return new CheckpointPlan(true, 0, Duration.ofMinutes(1));
  }

  public CheckpointPlan withEverySteps(long steps) {
    return new CheckpointPlan(everyEpoch, steps, every);
  }

  public CheckpointPlan withEvery(Duration duration) {
    return new CheckpointPlan(everyEpoch, everySteps, duration);
  }
}
