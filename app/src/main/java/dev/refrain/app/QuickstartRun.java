package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.ScheduleConfig;
import dev.refrain.train.CheckpointPlan;
import dev.refrain.train.ModelWriter;
import dev.refrain.train.Task;
import dev.refrain.train.TrainResult;
import dev.refrain.train.Trainer;
import java.nio.file.Path;

/// What both kinds of quickstart have in common: training by the clock.
///
/// @param out the folder for the model
/// @param seconds how long to train
/// @param extra what is to be kept in the folder's manifest
record QuickstartRun(Path out, double seconds, ObjectNode extra) {
  static final long SEED = 1;

  private static final double LONGEST_GRADIENT = 1;

  /// More than any time allows: the clock ends the run.
  private static final int EPOCHS = 1_000_000;

  /// Trains until the time is over or the user interrupts.
  ///
  /// @param conclusion what to show then
  /// @return the exit code
  int train(Task task, double rate, ModelWriter writer, QuickstartView view, Runnable conclusion) {
    Trainer trainer =
        Trainer.of(task)
            .optimizer(OptimizerConfig.of(OptimizerKind.ADAMW).withRate(rate))
            .schedule(ScheduleConfig.constant().withWarmUp(20))
            .clipNorm(LONGEST_GRADIENT)
            .epochs(EPOCHS)
            .seconds(seconds)
            .checkpoints(writer, CheckpointPlan.standard())
            .listener(view);
    try (var interrupts = Interrupts.call(trainer::requestStop)) {
      TrainResult result = trainer.run();
      view.showSample();
      conclusion.run();
      return result.interrupted() ? interrupts.exitCode() : ExitCode.DONE;
    }
  }

  /// How many parts a batch is cut into.
  static int shards() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// The folder as the user would type it.
  String folder() {
    return ShellWord.quoted(out.toString());
  }
}
