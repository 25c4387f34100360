package dev.refrain.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What came of a [SideBySide] run.
///
/// @param unit of the work, in the plural, for example `characters`
/// @param rounds how often each contender ran
/// @param results one for each contender, in the order they ran
public record Comparison(String unit, int rounds, List<Result> results) {

  /// Work per second, for the contender's median round, best round and worst round.
  public record Result(String name, double median, double best, double worst) {}

  /// Keeps its own copy of `results`.
  public Comparison {
    results = List.copyOf(results);
  }

  /// Summarizes the seconds of each round.
  static Result summarize(String name, long work, double[] seconds) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Result(name, work / median, work / sorted[0], work / sorted[sorted.length - 1]);
  }

  /// A Markdown table; the last column is each median as a multiple of the first contender's.
  public String table() {
    var lines = new ArrayList<String>();
    lines.add("| contender | median " + unit + "/s | best | worst | ratio of medians |");
    lines.add("| --- | ---: | ---: | ---: | ---: |");
    double base = results.getFirst().median();
    for (Result result : results) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %,.0f | %,.0f | %,.0f | %.3f |",
              result.name(),
              result.median(),
              result.best(),
              result.worst(),
              result.median() / base));
    }
    return String.join("\n", lines);
  }
}
