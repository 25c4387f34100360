package dev.refrain.app;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireWhole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.optim.Clipping;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.ScheduleConfig;
import dev.refrain.optim.ScheduleKind;
import dev.refrain.train.Task;
import dev.refrain.train.Trainer;

/// How a model learns, whatever its task.
///
/// @param optimizer the update rule
/// @param schedule how its rate changes
/// @param clip the longest norm of the whole gradient; 0 for no bound
/// @param clipValue the largest magnitude of each gradient; 0 for no bound
/// @param weightNoise the deviation of the noise on the weights while a gradient is taken
/// @param epochs how many times to go through the data
/// @param patience after how many validations without improvement to stop; 0 for never
/// @param seed what all random numbers depend on
/// @param shards how many parts a batch is cut into; 0 for as many as there are processors
record Learning(
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    double clip,
    double clipValue,
    double weightNoise,
    int epochs,
    int patience,
    long seed,
    int shards) {

  /// @throws IllegalArgumentException naming the value and what is allowed
  Learning {
    require(clip >= 0, "clip is %s, it must be 0 or more", clip);
    require(clipValue >= 0, "clipValue is %s, it must be 0 or more", clipValue);
    require(
        weightNoise >= 0 && Double.isFinite(weightNoise),
        "weightNoise is %s, it must be 0 or more",
        weightNoise);
    require(epochs >= 1, "epochs is %d, it must be 1 or more", epochs);
    require(patience >= 0, "patience is %d, it must be 0 or more", patience);
    requireWhole("shards", shards, 0, 1024);
  }

  /// What holds where nothing is said, which depends on the optimizer and the schedule that are
  /// asked for.
  ///
  /// @param adamRate the learning rate of Adam and AdamW
  /// @throws IllegalArgumentException if there is no such optimizer or schedule
  static Learning defaults(ObjectNode given, double adamRate) {
    JsonNode optimizer = given.path("optimizer").path("kind");
    JsonNode schedule = given.path("schedule").path("kind");
    return new Learning(
        optimizer(
            optimizer.isMissingNode()
                ? OptimizerKind.ADAMW
                : OptimizerKind.named(optimizer.asText()),
            adamRate),
        schedule(
            schedule.isMissingNode()
                ? ScheduleKind.CONSTANT
                : ScheduleKind.named(schedule.asText())),
        1,
        0,
        0,
        10,
        0,
        1,
        0);
  }

  private static OptimizerConfig optimizer(OptimizerKind kind, double adamRate) {
    OptimizerConfig standard = OptimizerConfig.of(kind);
    return kind == OptimizerKind.ADAM || kind == OptimizerKind.ADAMW
        ? standard.withRate(adamRate)
        : standard;
  }

  private static ScheduleConfig schedule(ScheduleKind kind) {
    return switch (kind) {
      case CONSTANT -> ScheduleConfig.constant();
      case STEP -> ScheduleConfig.step(1, 0.5);
      case COSINE -> ScheduleConfig.cosine(0.05);
      case PLATEAU -> ScheduleConfig.plateau(0, 0.5);
    };
  }

  /// Holds that what needs held-out data gets some.
  ///
  /// @param holdsOut whether any is held out
  /// @throws IllegalArgumentException if it does not
  void requireHeldOut(boolean holdsOut) {
    require(
        patience == 0 || holdsOut, "patience needs held-out data: give validation a part above 0");
  }

  /// The bounds on gradients.
  Clipping clipping() {
    Clipping clipping = Clipping.NONE;
    if (clip > 0) {
      clipping = clipping.withNorm(clip);
    }
    return clipValue > 0 ? clipping.withValue(clipValue) : clipping;
  }

  /// A trainer that lets a task learn like this, but for how long.
  Trainer trainer(Task task) {
    return Trainer.of(task)
        .optimizer(optimizer)
        .schedule(schedule)
        .clip(clipping())
        .weightNoise(weightNoise);
  }
}
