package dev.refrain.bench.race;

import dev.refrain.bench.SpeedCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The speed of Refrain and its peers: each in a process of its own, in turn, on the same inputs and
/// threads.
@Command(
    name = "side-by-side",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Speed of Refrain and its peers, contenders in turn, each in its own process.")
final class SideBySide implements Callable<Integer> {
  @Option(
      names = "--group",
      split = ",",
      description = "What to compare, a table each; by default all. See bench/README.md.")
  private List<String> groups = SpeedCases.groups();

  @Option(names = "--case", split = ",", description = "Only these cases.")
  private List<String> cases = List.of();

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1,2",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<Integer> threads;

  @Option(names = "--rounds", defaultValue = "9", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--round",
      paramLabel = "SECONDS",
      defaultValue = "0.3",
      description = "How long a round takes. Default: ${DEFAULT-VALUE}.")
  private double roundSeconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "How long each runs before the first round, a quarter of it where nothing is compiled"
              + " meanwhile. Default: ${DEFAULT-VALUE}.")
  private double warmUpSeconds;

  @Option(names = "--shipped", description = "Also run libtorch with the settings it comes with.")
  private boolean shipped;

  @Option(names = "--neighbour", description = "Keep one core busy with another process meanwhile.")
  private boolean neighbour;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Put the tables into this Markdown file, in place of those that stand there.")
  private Path file;

  private SideBySide() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SideBySide()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Map<String, List<SpeedCase>> chosen = chosen();
    int failures = 0;
    try (var _ = neighbour ? Neighbour.start() : null) {
      for (Map.Entry<String, List<SpeedCase>> group : chosen.entrySet()) {
        List<Comparison> comparisons = new ArrayList<>();
        for (SpeedCase one : group.getValue()) {
          for (int count : threads) {
            try {
              comparisons.add(run(one, count));
            } catch (IllegalStateException e) {
              failures++;
              System.out.printf("%s failed: %s%n", one.id(), e.getMessage());
            }
          }
        }
        String table = table(comparisons);
        System.out.printf("%n%s%n", table);
        if (file != null && !comparisons.isEmpty()) {
          new ResultsFile(file).replace(group.getKey(), table);
        }
      }
    }
    return failures == 0 ? 0 : 1;
  }

  private Map<String, List<SpeedCase>> chosen() {
    Map<String, List<SpeedCase>> chosen = new LinkedHashMap<>();
    if (!cases.isEmpty()) {
      chosen.put("cases", cases.stream().map(SpeedCases::named).toList());
      return chosen;
    }
    groups.forEach(name -> chosen.put(name, List.copyOf(SpeedCases.group(name))));
    return chosen;
  }

  private Comparison run(SpeedCase one, int count) {
    System.out.printf("%n%s, %s, threads: %d%n", one.id(), one.title(), count);
    var race = new Race(rounds, roundSeconds, warmUpSeconds);
    Comparison comparison = race.run(one, Seat.of(one, count, shipped), count);
    System.out.println(comparison.details());
    return comparison;
  }

  private String table(List<Comparison> comparisons) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s. Medians of %d rounds of %.1f s.%s"
            .formatted(
                Machine.description(),
                rounds,
                roundSeconds,
                neighbour ? " One core was kept busy by another process." : ""));
    lines.add("");
    lines.add(Comparison.HEADER);
    comparisons.forEach(comparison -> lines.add(comparison.row()));
    lines.add("");
    lines.add(
        "Geometric means of the ratios: "
            + String.join("; ", threads.stream().map(count -> mean(comparisons, count)).toList())
            + ".");
    return String.join("\n", lines);
  }

  private static String mean(List<Comparison> comparisons, int count) {
    List<Comparison> ofCount =
        comparisons.stream().filter(comparison -> comparison.threads() == count).toList();
    return "%.2f on %d %s"
        .formatted(Comparison.meanRatio(ofCount), count, count == 1 ? "thread" : "threads");
  }
}
