package dev.refrain.app;

import dev.refrain.train.CheckpointPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// How a run is carried out: nothing of this changes what is learned, so all of it may differ when a
/// run is resumed.
abstract class RunOptions {
  @Option(names = "--out", paramLabel = "DIR", description = "The folder for the model.")
  Path out;

  @Option(
      names = "--resume",
      description = "Go on with the run in --out where it was left. Only --epochs may be changed.")
  boolean resume;

  @Option(names = "--force", description = "Replace the model that is in --out.")
  boolean force;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML or JSON file with the configuration; options win over it.")
  Path config;

  @Option(names = "--print-config", description = "Print the whole configuration and do not train.")
  boolean printConfig;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute with. Default: one for each processor.")
  Integer threads;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      description =
          "How often to save beside the end of each epoch: seconds (60s) or steps (500). "
              + "Default: 60s.")
  String checkpointEvery;

  @Option(names = "--json", description = "One JSON object a line on standard output.")
  boolean json;

  /// Holds that the options go together.
  ///
  /// @throws WrongUsage if they do not
  void check() {
    checkOut();
    if (resume && force) {
      throw new WrongUsage("--resume goes on with a model and --force replaces it; choose one");
    }
    if (threads != null && threads < 1) {
      throw new WrongUsage("--threads is " + threads + ", it must be 1 or more");
    }
    checkpoints();
  }

  void checkOut() {
    if (out == null) {
      throw new WrongUsage("--out is missing: the folder for the model");
    }
  }

  int threadCount() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  CheckpointPlan checkpoints() {
    if (checkpointEvery == null) {
      return CheckpointPlan.standard();
    }
    Matcher time = Pattern.compile("([1-9]\\d{0,8})(s?)").matcher(checkpointEvery);
    if (!time.matches()) {
      throw new WrongUsage(
          "--checkpoint-every is '"
              + checkpointEvery
              + "', expected seconds such as 60s or steps such as 500");
    }
    long number = Long.parseLong(time.group(1));
    return time.group(2).isEmpty()
        ? CheckpointPlan.standard().withEverySteps(number).withEvery(Duration.ZERO)
        : CheckpointPlan.standard().withEvery(Duration.ofSeconds(number));
  }

  /// What of these a resumed run is to be told again.
  final List<String> repeated() {
    List<String> words = new ArrayList<>();
    if (threads != null) {
      words.addAll(List.of("--threads", threads.toString()));
    }
    if (checkpointEvery != null) {
      words.addAll(List.of("--checkpoint-every", checkpointEvery));
    }
    words.addAll(repeatedOfTask());
    if (json) {
      words.add("--json");
    }
    return words;
  }

  /// What of the task's own options a resumed run is to be told again.
  abstract List<String> repeatedOfTask();
}
