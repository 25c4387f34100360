package dev.refrain.app;

import dev.refrain.nn.recurrent.Connections;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.ScheduleKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.ParseResult;

/// Options of `train` that nothing would listen to, given what else is asked for. Who gives one
/// expects something of it, so it is refused and not ignored. Values that ask for nothing, such as a
/// rate of 0, are let through, and so is whatever a configuration file says.
final class IdleOptions {
  private static final List<IdleOption<List<RecurrentConfig>>> RECURRENT =
      List.of(
          recurrent(
              "--dropout",
              r -> oneLayer(r) && r.dropout() > 0,
              "acts between recurrent layers, and there is one; --output-dropout acts behind it"),
          recurrent(
              "--connections",
              r -> oneLayer(r) && r.connections() != Connections.PLAIN,
              "connects recurrent layers, and there is one; ask for more with --layers"),
          recurrent(
              "--zoneout-cell",
              r -> r.zoneoutCell() > 0 && r.cell().definition().fused().states().size() == 1,
              "needs a cell with a cell state, such as lstm; --zoneout-hidden acts on any cell"),
          recurrent(
              "--forget-bias",
              r -> r.cell().definition().forgetGate().isEmpty(),
              "needs a cell with a forget gate, such as lstm"),
          recurrent(
              "--transition-shortcut",
              r -> r.transitionShortcut() && r.transitionDepth() == 0,
              "needs a --transition-depth of 1 or more"));

  private static final List<IdleOption<Learning>> LEARNING =
      List.of(
          unlessOptimizer(
              "--momentum", OptimizerKind.MOMENTUM, OptimizerKind.NESTEROV, OptimizerKind.RMSPROP),
          unlessOptimizer("--beta1", OptimizerKind.ADAM, OptimizerKind.ADAMW),
          unlessOptimizer("--beta2", OptimizerKind.ADAM, OptimizerKind.ADAMW),
          unlessOptimizer("--smoothing", OptimizerKind.RMSPROP, OptimizerKind.ADADELTA),
          unlessOptimizer(
              "--epsilon",
              OptimizerKind.ADAGRAD,
              OptimizerKind.RMSPROP,
              OptimizerKind.ADADELTA,
              OptimizerKind.ADAM,
              OptimizerKind.ADAMW),
          unlessSchedule("--schedule-every", ScheduleKind.STEP),
          unlessSchedule("--schedule-factor", ScheduleKind.STEP, ScheduleKind.PLATEAU),
          unlessSchedule(
              "--schedule-floor", ScheduleKind.STEP, ScheduleKind.COSINE, ScheduleKind.PLATEAU),
          unlessSchedule("--schedule-patience", ScheduleKind.PLATEAU));

  private IdleOptions() {}

  /// Holds that every option on a command line does something.
  ///
  /// @throws WrongUsage naming the first that does not, and what it needs
  static <C extends Record & TrainingConfig> void refuse(
      ParseResult parsed, TrainableTask<C> task, C config) {
    List<IdleOption<C>> options = new ArrayList<>();
    RECURRENT.forEach(option -> options.add(option.within(task::recurrent)));
    options.addAll(task.idleOptions());
    LEARNING.forEach(option -> options.add(option.within(TrainingConfig::learning)));
    for (IdleOption<C> option : options) {
      if (parsed.hasMatchedOption(option.option()) && option.idle().test(config)) {
        throw new WrongUsage(option.option() + " would do nothing: it " + option.why());
      }
    }
  }

  private static boolean oneLayer(RecurrentConfig recurrent) {
    return recurrent.hidden().size() == 1;
  }

  /// An option that is idle if it is so in all recurrent layers of a model.
  private static IdleOption<List<RecurrentConfig>> recurrent(
      String option, Predicate<RecurrentConfig> idle, String why) {
    return new IdleOption<>(option, all -> all.stream().allMatch(idle), why);
  }

  private static IdleOption<Learning> unlessOptimizer(String option, OptimizerKind... kinds) {
    List<OptimizerKind> users = List.of(kinds);
    return new IdleOption<>(
        option,
        learning -> !users.contains(learning.optimizer().kind()),
        "is for --optimizer "
            + String.join(" or ", users.stream().map(OptimizerKind::label).toList()));
  }

  private static IdleOption<Learning> unlessSchedule(String option, ScheduleKind... kinds) {
    List<ScheduleKind> users = List.of(kinds);
    return new IdleOption<>(
        option,
        learning -> !users.contains(learning.schedule().kind()),
        "is for --schedule "
            + String.join(" or ", users.stream().map(ScheduleKind::label).toList()));
  }
}
