package dev.refrain.bench.race;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A contender in a process of its own, as the race sees it: so that one's threads, heap, memory
/// settings and compiled code are nobody else's.
final class ContenderProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  private ContenderProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Starts one. What it says on standard error goes to ours.
  static ContenderProcess start(Seat seat, SpeedCase speedCase, int threads) {
    try {
      return new ContenderProcess(seat.name(), seat.launch(speedCase, threads).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As it is to stand in tables.
  String name() {
    return name;
  }

  /// What must be the same for all contenders.
  Map<String, Double> figures() {
    var figures = new LinkedHashMap<String, Double>();
    String[] answer = ask("figures");
    for (int i = 1; i < answer.length; i++) {
      int equals = answer[i].lastIndexOf('=');
      figures.put(
          answer[i].substring(0, equals), Double.parseDouble(answer[i].substring(equals + 1)));
    }
    return figures;
  }

  /// Has it take so many steps.
  ///
  /// @return the seconds that it took
  double run(int steps) {
    return Double.parseDouble(ask("run " + steps)[1]);
  }

  /// The most bytes of its that were in memory so far; 0 if the system does not say.
  long peakMemory() {
    return Long.parseLong(ask("memory")[1]);
  }

  private String[] ask(String request) {
    try {
      requests.write(request + "\n");
      requests.flush();
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(ContenderLoop.MARK)) {
          return line.substring(ContenderLoop.MARK.length()).split("\t");
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "%s: no answer to '%s'; see its message above".formatted(name, request), e);
    }
    throw new IllegalStateException(
        "%s ended without an answer to '%s'; see its message above".formatted(name, request));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
