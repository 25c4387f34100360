package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.optim.Clipping;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.ScheduleConfig;
import dev.refrain.optim.ScheduleKind;
import dev.refrain.task.language.LanguageModelConfig;
import dev.refrain.task.language.TextLevel;

/// All that decides what `train language` learns: command line, configuration file and the model's
/// folder speak it.
///
/// @param text the file to learn from
/// @param model what the model looks like and how the text is fed to it
/// @param optimizer the update rule
/// @param schedule how its rate changes
/// @param clip the longest norm of the whole gradient; 0 for no bound
/// @param clipValue the largest magnitude of each gradient; 0 for no bound
/// @param epochs how many times to go through the text
/// @param patience after how many validations without improvement to stop; 0 for never
/// @param seed what all random numbers depend on
/// @param shards how many parts a batch is cut into; 0 for as many as there are processors
record LanguageTraining(
    String text,
    LanguageModelConfig model,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    double clip,
    double clipValue,
    int epochs,
    int patience,
    long seed,
    int shards) {
  private static final double ADAM_RATE = 3e-3;

  /// @throws IllegalArgumentException naming the value and what is allowed
  LanguageTraining {
    require(clip >= 0, "clip is " + clip + ", it must be 0 or more");
    require(clipValue >= 0, "clipValue is " + clipValue + ", it must be 0 or more");
    require(epochs >= 1, "epochs is " + epochs + ", it must be 1 or more");
    require(patience >= 0, "patience is " + patience + ", it must be 0 or more");
    require(
        patience == 0 || model.validation() > 0,
        "patience needs held-out text: give validation a part above 0");
    require(shards >= 0 && shards <= 1024, "shards is " + shards + ", it must be 0 to 1024");
  }

  private static void require(boolean held, String message) {
    if (!held) {
      throw new IllegalArgumentException(message);
    }
  }

  /// Lays what a file or a command line gives over the defaults, which depend on the level, the
  /// optimizer and the schedule that are asked for.
  ///
  /// @throws WrongUsage naming an unknown key with the known ones
  static ObjectNode completed(ObjectNode given, String source) {
    ObjectNode tree = Settings.tree(defaults(given));
    Settings.lay(given, tree, source);
    return tree;
  }

  private static LanguageTraining defaults(ObjectNode given) {
    try {
      JsonNode level = given.path("model").path("level");
      JsonNode optimizer = given.path("optimizer").path("kind");
      JsonNode schedule = given.path("schedule").path("kind");
      return new LanguageTraining(
          "",
          LanguageModelConfig.defaults(
              level.isMissingNode() ? TextLevel.CHARACTER : TextLevel.named(level.asText())),
          optimizer(
              optimizer.isMissingNode()
                  ? OptimizerKind.ADAMW
                  : OptimizerKind.named(optimizer.asText())),
          schedule(
              schedule.isMissingNode()
                  ? ScheduleKind.CONSTANT
                  : ScheduleKind.named(schedule.asText())),
          1,
          0,
          10,
          0,
          1,
          0);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(e.getMessage(), e);
    }
  }

  private static OptimizerConfig optimizer(OptimizerKind kind) {
    OptimizerConfig standard = OptimizerConfig.of(kind);
    return kind == OptimizerKind.ADAM || kind == OptimizerKind.ADAMW
        ? standard.withRate(ADAM_RATE)
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

  /// The bounds on gradients.
  Clipping clipping() {
    Clipping clipping = Clipping.NONE;
    if (clip > 0) {
      clipping = clipping.withNorm(clip);
    }
    return clipValue > 0 ? clipping.withValue(clipValue) : clipping;
  }
}
