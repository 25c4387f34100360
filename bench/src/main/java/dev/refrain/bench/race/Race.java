package dev.refrain.bench.race;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Measures the contenders of one case in turn, round by round, so that a change of the machine's
/// clock or load meets all of them. All processes live for the whole race; those that are not at work
/// wait.
///
/// @param rounds that count
/// @param roundSeconds how long a round is to take, about
/// @param warmUpSeconds how long each works before the first round
record Race(int rounds, double roundSeconds, double warmUpSeconds) {
  private static final double TOLERANCE = 1e-4;
  private static final int MOST_STEPS = 1 << 20;

  /// This part of the warm-up is enough for those that no compiler translates meanwhile.
  private static final double NATIVE_SHARE = 0.25;

  /// One who runs, with as many steps as fill a round.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Runner(ContenderProcess process, int steps, double[] secondsPerStep) {}

  /// Runs a case.
  ///
  /// @throws IllegalStateException if contenders do not compute the same, or one fails
  Comparison run(SpeedCase speedCase, List<Seat> seats, int threads) {
    List<ContenderProcess> processes = new ArrayList<>();
    try {
      for (Seat seat : seats) {
        processes.add(ContenderProcess.start(seat, speedCase, threads));
      }
      if (!speedCase.drawsAtRandom()) {
        compare(processes);
      }
      List<Runner> runners = new ArrayList<>();
      for (int i = 0; i < seats.size(); i++) {
        double warmUp = seats.get(i).isCompiled() ? NATIVE_SHARE * warmUpSeconds : warmUpSeconds;
        int steps = stepsOfRound(processes.get(i), warmUp);
        runners.add(new Runner(processes.get(i), steps, new double[rounds]));
      }
      for (int round = 0; round < rounds; round++) {
        runRound(round, runners);
      }
      return new Comparison(
          speedCase,
          threads,
          runners.stream().map(runner -> result(speedCase.workPerStep(), runner)).toList());
    } finally {
      processes.forEach(ContenderProcess::close);
    }
  }

  /// The order is reversed every other round, so that none always runs first.
  private static void runRound(int round, List<Runner> runners) {
    for (Runner runner : round % 2 == 0 ? runners : runners.reversed()) {
      runner.secondsPerStep()[round] = runner.process().run(runner.steps()) / runner.steps();
    }
  }

  private int stepsOfRound(ContenderProcess process, double warmUp) {
    int steps = 1;
    double last = process.run(steps);
    for (double spent = last; spent < warmUp; spent += last) {
      steps = fitting(steps, last);
      last = process.run(steps);
    }
    return fitting(steps, last);
  }

  /// As many steps as would have taken the time of a round.
  private int fitting(int steps, double seconds) {
    double fitting = steps * roundSeconds / Math.max(seconds, 1e-9);
    return Math.clamp(Math.round(fitting), 1, MOST_STEPS);
  }

  /// Holds what the contenders compute against each other.
  private static void compare(List<ContenderProcess> processes) {
    Map<String, Double> expected = new LinkedHashMap<>();
    Map<String, String> whose = new LinkedHashMap<>();
    for (ContenderProcess process : processes) {
      process
          .figures()
          .forEach(
              (name, value) -> {
                if (expected.putIfAbsent(name, value) == null) {
                  whose.put(name, process.name());
                  return;
                }
                double other = expected.get(name);
                if (!(Math.abs(value - other) <= TOLERANCE * Math.max(1, Math.abs(other)))) {
                  throw new IllegalStateException(
                      String.format(
                          Locale.ROOT,
                          "%s: %.6f with %s and %.6f with %s, which must be the same",
                          name,
                          other,
                          whose.get(name),
                          value,
                          process.name()));
                }
                System.out.printf(Locale.ROOT, "- %s, %s: %.6g%n", process.name(), name, value);
              });
    }
  }

  private static Comparison.Result result(long work, Runner runner) {
    return Comparison.Result.of(
        runner.process().name(), work, runner.secondsPerStep(), runner.process().peakMemory());
  }
}
