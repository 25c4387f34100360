package dev.refrain.bench.race;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What came of a race.
///
/// @param results Refrain's first
record Comparison(SpeedCase speedCase, int threads, List<Result> results) {
  static final String HEADER =
      """
      | case | threads | per second | fastest peer | its median (worst to best) | Refrain (worst to best) | ratio | memory, MB: peer, Refrain |
      | --- | ---: | --- | --- | ---: | ---: | ---: | ---: |\
      """;
  private static final int MEGABYTE = 1 << 20;

  /// Work per second of a contender's median, best and worst round.
  ///
  /// @param peakMemory bytes
  record Result(String name, double median, double best, double worst, long peakMemory) {

    static Result of(String name, long work, double[] secondsPerStep, long peakMemory) {
      double[] sorted = secondsPerStep.clone();
      Arrays.sort(sorted);
      int half = sorted.length / 2;
      double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      return new Result(
          name, work / median, work / sorted[0], work / sorted[sorted.length - 1], peakMemory);
    }

    private String speed() {
      return String.format(Locale.ROOT, "%s (%s to %s)", of(median), of(worst), of(best));
    }

    private static String of(double perSecond) {
      return String.format(Locale.ROOT, perSecond < 1000 ? "%.1f" : "%,.0f", perSecond);
    }
  }

  Result refrain() {
    return results.getFirst();
  }

  /// The peer, in its setting, that ratios refer to.
  Result fastestPeer() {
    return results.stream()
        .skip(1)
        .max(Comparator.comparingDouble(Result::median))
        .orElse(refrain());
  }

  /// Above 1 Refrain is faster.
  double ratio() {
    return refrain().median() / fastestPeer().median();
  }

  /// A line of the table.
  String row() {
    Result peer = fastestPeer();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %s | %s | %s | **%.2f** | %d, %d |",
        speedCase.title(),
        threads,
        speedCase.unit(),
        peer.name(),
        peer.speed(),
        refrain().speed(),
        ratio(),
        peer.peakMemory() / MEGABYTE,
        refrain().peakMemory() / MEGABYTE);
  }

  /// All contenders, a line each.
  String details() {
    List<String> lines = new ArrayList<>();
    for (Result result : results) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-36s %s %s/s, Refrain at %.2f of it",
              result.name(),
              result.speed(),
              speedCase.unit(),
              refrain().median() / result.median()));
    }
    return String.join("\n", lines);
  }

  /// The geometric mean of ratios.
  static double meanRatio(List<Comparison> comparisons) {
    return Math.exp(
        comparisons.stream().mapToDouble(one -> Math.log(one.ratio())).average().orElse(0));
  }
}
