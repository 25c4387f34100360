package dev.refrain.bench.race;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A contender's side of the conversation with [ContenderProcess]: a request a line on standard
/// input, an answer a line on standard output, each with [#MARK] before it, for libraries print there
/// too.
///
/// | request | answer |
/// | --- | --- |
/// | `figures` | `figures NAME=NUMBER…`, with tabs between |
/// | `run STEPS` | `ran SECONDS` |
/// | `memory` | `memory BYTES`, the most that were resident; 0 where the system does not say |
///
/// When its input ends, so does the contender.
public final class ContenderLoop {
  static final String MARK = "@contender ";
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private final Contender contender;
  private final PrintStream out;

  private ContenderLoop(Contender contender, PrintStream out) {
    this.contender = contender;
    this.out = out;
  }

  /// Answers until there are no more requests.
  public static void serve(Contender contender) throws IOException {
    var loop = new ContenderLoop(contender, System.out);
    try (contender;
        var requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        loop.answer(line.split(" "));
      }
    }
  }

  private void answer(String... request) throws IOException {
    switch (request[0]) {
      case "figures" -> say("figures\t" + written(contender.figures()));
      case "run" -> {
        int steps = Integer.parseInt(request[1]);
        long from = System.nanoTime();
        contender.run(steps);
        say("ran\t" + (System.nanoTime() - from) * 1e-9);
      }
      case "memory" -> say("memory\t" + peakMemory());
      default -> throw new IllegalArgumentException("unknown request " + request[0]);
    }
  }

  private void say(String answer) {
    out.println(MARK + answer);
    out.flush();
  }

  private static String written(Map<String, Double> figures) {
    var line = new StringBuilder();
    figures.forEach((name, value) -> line.append(name).append('=').append(value).append('\t'));
    return line.toString();
  }

  private static long peakMemory() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(PEAK)) {
        return Long.parseLong(line.substring(PEAK.length(), line.length() - 2).strip()) * 1024;
      }
    }
    return 0;
  }
}
