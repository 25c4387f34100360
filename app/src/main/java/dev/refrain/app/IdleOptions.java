package dev.refrain.app;

import dev.refrain.nn.recurrent.Connections;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.ScheduleKind;
import dev.refrain.task.language.FeedKind;
import dev.refrain.task.language.TextLevel;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.ParseResult;

/// Options of `train language` that nothing would listen to, given what else is asked for. Who gives
/// one expects something of it, so it is refused and not ignored. Values that ask for nothing, such
/// as a rate of 0, are let through, and so is whatever a configuration file says.
final class IdleOptions {
  /// @param option the option's name
  /// @param idle whether it would do nothing
  /// @param why what it would need
  private record Rule(String option, Predicate<LanguageTraining> idle, String why) {}

  private static final List<Rule> RULES =
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
              "needs a --transition-depth of 1 or more"),
          new Rule(
              "--step",
              t -> t.model().feed() == FeedKind.STREAM && t.model().step() > 0,
              "is for --feed windows; the pieces of a stream follow each other"),
          byCharacter("--min-count"),
          byCharacter("--max-words"),
          byCharacter("--lines"),
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
  static void refuse(ParseResult parsed, LanguageTraining training) {
    for (Rule rule : RULES) {
      if (parsed.hasMatchedOption(rule.option()) && rule.idle().test(training)) {
        throw new WrongUsage(rule.option() + " would do nothing: it " + rule.why());
      }
    }
  }

  private static boolean oneLayer(RecurrentConfig recurrent) {
    return recurrent.hidden().size() == 1;
  }

  private static Rule recurrent(String option, Predicate<RecurrentConfig> idle, String why) {
    return new Rule(option, training -> idle.test(training.model().recurrent()), why);
  }

  private static Rule byCharacter(String option) {
    return new Rule(
        option, training -> training.model().level() == TextLevel.CHARACTER, "is for --level word");
  }

  private static Rule unlessOptimizer(String option, OptimizerKind... kinds) {
    List<OptimizerKind> users = List.of(kinds);
    return new Rule(
        option,
        training -> !users.contains(training.optimizer().kind()),
        "is for --optimizer "
            + String.join(" or ", users.stream().map(OptimizerKind::label).toList()));
  }

  private static Rule unlessSchedule(String option, ScheduleKind... kinds) {
    List<ScheduleKind> users = List.of(kinds);
    return new Rule(
        option,
        training -> !users.contains(training.schedule().kind()),
        "is for --schedule "
            + String.join(" or ", users.stream().map(ScheduleKind::label).toList()));
  }
}
