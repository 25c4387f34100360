package dev.refrain.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures contenders in turn, round by round, in one run, so that a change of the machine's clock
/// or load meets all of them.
///
/// The order is reversed every other round, so that none always runs first.
@Command(
    name = "side-by-side",
    mixinStandardHelpOptions = true,
    description = "Training speed of Refrain and libtorch, contenders in turn.")
public final class SideBySide implements Callable<Integer> {
  @Option(
      names = "--case",
      split = ",",
      defaultValue = "lstm-1x128,lstm-2x256,gru-1x128,gru-2x256",
      description = "What to train (default: ${DEFAULT-VALUE}); see bench/README.md.")
  private List<TrainingCase> cases;

  @Option(names = "--threads", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(names = "--peer-threads", description = "Of the peer alone; default: as --threads.")
  private Integer peerThreads;

  @Option(
      names = "--steps",
      description = "Training steps in each round; the default depends on what is trained.")
  private Integer steps;

  @Option(names = "--rounds", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "3",
      description = "Rounds that are not counted (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  private SideBySide() {}

  /// Runs the command and ends the process.
  ///
  /// @param arguments see `--help`
  public static void main(String[] arguments) {
    System.exit(commandLine(new SideBySide()).execute(arguments));
  }

  private static CommandLine commandLine(SideBySide command) {
    return new CommandLine(command).registerConverter(TrainingCase.class, TrainingCases::parse);
  }

  @Override
  public Integer call() {
    for (TrainingCase training : cases) {
      var setting =
          new TrainingCase.Setting(
              steps == null ? training.stepsPerRound() : steps,
              threads,
              peerThreads == null ? threads : peerThreads);
      System.out.printf(
          "%n%s, threads: %d of Refrain, %d of the peer; %d rounds of %d steps%n%n",
          training.id(), setting.threads(), setting.peerThreads(), rounds, setting.steps());
      TrainingCase.Field field = training.enter(setting);
      try {
        field.agreement().forEach(sentence -> System.out.println("- " + sentence));
        System.out.println();
        System.out.println(compare(field.contenders(), training.unit(), warmUp, rounds).table());
      } finally {
        field.contenders().forEach(Contender::close);
      }
    }
    return 0;
  }

  /// Runs every contender `warmUp + rounds` times and counts the last `rounds`.
  public static Comparison compare(
      List<Contender> contenders, String unit, int warmUp, int rounds) {
    if (contenders.isEmpty() || rounds < 1) {
      throw new IllegalArgumentException(
          "expected a contender and a round, found %d and %d".formatted(contenders.size(), rounds));
    }
    var seconds = new double[contenders.size()][rounds];
    for (int round = -warmUp; round < rounds; round++) {
      for (int turn = 0; turn < contenders.size(); turn++) {
        int who = round % 2 == 0 ? turn : contenders.size() - 1 - turn;
        double spent = contenders.get(who).runOnce();
        if (round >= 0) {
          seconds[who][round] = spent;
        }
      }
    }
    var results = new ArrayList<Comparison.Result>();
    for (int who = 0; who < contenders.size(); who++) {
      Contender contender = contenders.get(who);
      results.add(Comparison.summarize(contender.name(), contender.workPerRun(), seconds[who]));
    }
    return new Comparison(unit, rounds, results);
  }
}
