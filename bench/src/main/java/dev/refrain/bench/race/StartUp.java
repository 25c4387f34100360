package dev.refrain.bench.race;

import dev.refrain.bench.SpeedCases;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How long it takes from the start of a process until something is there: the first trained step of
/// Refrain and its peers, and with `--model` the first character that `refrain generate` writes.
/// Contenders take turns, and each turn is a new process.
@Command(
    name = "start-up",
    mixinStandardHelpOptions = true,
    description = "Seconds and memory from the start of a process to its first trained step.")
final class StartUp implements Callable<Integer> {
  @Option(
      names = "--case",
      defaultValue = "char-lstm-1x128",
      description = "What is trained. Default: ${DEFAULT-VALUE}.")
  private String speedCase;

  @Option(names = "--turns", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}.")
  private int turns;

  @Option(names = "--refrain", description = "The launcher, for --model. Default: ./refrain")
  private Path launcher = Path.of("refrain");

  @Option(names = "--model", description = "Also write with this language model.")
  private Path model;

  private StartUp() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StartUp()).execute(arguments));
  }

  /// What one turn took.
  private record Turn(double seconds, long peakMemory) {}

  /// Somebody to be started.
  private interface Starter {
    Turn start() throws IOException;
  }

  private record Entry(String name, Starter starter, List<Turn> taken) {}

  @Override
  public Integer call() throws IOException {
    List<Entry> entries = entries();
    for (int turn = -1; turn < turns; turn++) {
      for (Entry entry : entries) {
        Turn taken = entry.starter().start();
        if (turn >= 0) { // the first fills the system's caches
          entry.taken().add(taken);
        }
      }
    }
    System.out.printf("%s. Medians of %d processes.%n%n", Machine.description(), turns);
    System.out.println("| from the start of the process | s, median | best | peak memory, MB |");
    System.out.println("| --- | ---: | ---: | ---: |");
    entries.forEach(StartUp::printRow);
    return 0;
  }

  private List<Entry> entries() {
    SpeedCase trained = SpeedCases.named(speedCase);
    List<Entry> entries = new ArrayList<>();
    for (Seat seat : Seat.of(trained, 1, true)) {
      entries.add(
          new Entry(
              seat.name() + " to the first trained step",
              () -> firstStep(seat, trained),
              new ArrayList<>()));
    }
    if (model != null) {
      entries.add(
          new Entry(
              "refrain generate to the first character", this::firstCharacter, new ArrayList<>()));
    }
    return entries;
  }

  private static Turn firstStep(Seat seat, SpeedCase trained) {
    long from = System.nanoTime();
    try (ContenderProcess process = ContenderProcess.start(seat, trained, 1)) {
      process.run(1);
      return new Turn((System.nanoTime() - from) * 1e-9, process.peakMemory());
    }
  }

  private Turn firstCharacter() throws IOException {
    long from = System.nanoTime();
    Process process =
        new ProcessBuilder(
                launcher.toAbsolutePath().toString(), "generate", model.toString(), "--length", "1")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader written = process.inputReader()) {
      if (written.read() < 0) {
        throw new IllegalStateException("refrain generate " + model + " wrote nothing");
      }
      return new Turn((System.nanoTime() - from) * 1e-9, 0);
    }
  }

  private static void printRow(Entry entry) {
    double[] seconds = entry.taken().stream().mapToDouble(Turn::seconds).sorted().toArray();
    long[] memory = entry.taken().stream().mapToLong(Turn::peakMemory).sorted().toArray();
    String megabytes = memory[0] == 0 ? "" : Long.toString(memory[memory.length / 2] >> 20);
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %.2f | %.2f | %s |",
            entry.name(),
            seconds[seconds.length / 2],
            seconds[0],
            megabytes));
  }
}
