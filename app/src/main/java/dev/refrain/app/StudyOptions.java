package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.search.StudyLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// How a search is carried out.
final class StudyOptions {
  @Option(names = "--study", paramLabel = "DIR", description = "The folder for the study.")
  Path study;

  @Option(
      names = "--resume",
      description =
          "Go on with the study in --study where it was left. Only its limits, and --epochs"
              + " and --patience for --out, may be changed.")
  boolean resume;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "When the search is done, train its best configuration to the end and leave the model"
              + " here.")
  Path out;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description =
          "Stop after so many trials. Default: 20, or as many as the strategy or another limit"
              + " says.")
  private Integer trials;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "Stop after so long: 90s, 10m, 2h. Trials under way are given up.")
  private String timeLimit;

  @Option(
      names = "--target-loss",
      paramLabel = "X",
      description = "Stop when a trial has come to this.")
  private Double targetLoss;

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description =
          "random, grid, list, sobol, tpe or refine, with its defaults; a space file can say more."
              + " Default: random.")
  private String strategy;

  @Option(
      names = "--pruning",
      paramLabel = "NAME",
      description =
          "none, median or asha, with its defaults; a space file can say more. Default: none.")
  private String pruning;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Trials at the same time; each then sees fewer results of others. Default: 1.")
  private Integer parallel;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of each trial. Default: the processors, divided among the trials at a time.")
  private Integer threads;

  @Option(names = "--open", description = "Show the report, which keeps itself up to date.")
  boolean open;

  @Option(names = "--report", description = "Only write the report of the study in --study anew.")
  boolean report;

  @Option(names = "--json", description = "One JSON object a line on standard output.")
  boolean json;

  /// Holds that the options go together.
  ///
  /// @throws WrongUsage if they do not
  void check() {
    if (study == null) {
      throw new WrongUsage("--study is missing: the folder for the study");
    }
    if (out != null && Files.exists(out) && !isEmptyFolder()) {
      throw new WrongUsage("--out is %s, which is there already; name a new folder".formatted(out));
    }
  }

  private boolean isEmptyFolder() {
    String[] entries = out.toFile().list();
    return entries != null && entries.length == 0;
  }

  /// What the options say about the search, over what a file says.
  void lay(ObjectNode search) {
    layKind(search, "strategy", strategy);
    layKind(search, "pruning", pruning);
    if (parallel != null) {
      search.put("parallel", parallel);
    }
  }

  /// Another kind knows nothing of what was said to the one before.
  private static void layKind(ObjectNode search, String key, String kind) {
    if (kind != null && !search.path(key).path("kind").asText().equals(kind)) {
      search.putObject(key).put("kind", kind);
    }
  }

  /// When the study stops, where other limits say nothing else.
  StudyLimits limits(StudyLimits others) {
    try {
      return new StudyLimits(
          trials == null ? others.trials() : OptionalInt.of(trials),
          timeLimit == null ? others.time() : Optional.of(duration()),
          targetLoss == null ? others.target() : OptionalDouble.of(targetLoss));
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(e.getMessage(), e);
    }
  }

  private Duration duration() {
    return StudyLimits.duration(timeLimit);
  }

  /// How many threads each of so many trials has.
  ///
  /// @throws WrongUsage if there are not so many processors
  int threads(int trials) {
    int processors = Runtime.getRuntime().availableProcessors();
    int each = threads == null ? Math.max(1, processors / trials) : threads;
    if (each < 1) {
      throw new WrongUsage("--threads is " + each + ", it must be 1 or more");
    }
    if ((long) trials * each > processors) {
      throw new WrongUsage(
          "%d trials at a time with %d %s each need more than the %d processors there are; lower"
                  .formatted(trials, each, each == 1 ? "thread" : "threads", processors)
              + " --parallel or --threads");
    }
    return each;
  }

  /// The words that go on with the study.
  List<String> resuming(String task) {
    List<String> words =
        new ArrayList<>(List.of("search", task, "--resume", "--study", study.toString()));
    if (threads != null) {
      words.addAll(List.of("--threads", threads.toString()));
    }
    if (out != null) {
      words.addAll(List.of("--out", out.toString()));
    }
    if (json) {
      words.add("--json");
    }
    return words;
  }
}
