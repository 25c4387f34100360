package dev.refrain.bench.streaming;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What one step costs: contenders in turn, round by round, each step timed by itself. Before that
/// they read the same steps and are held against each other.
@Command(
    name = "streaming-speed",
    mixinStandardHelpOptions = true,
    description = "Microseconds of one streaming step: Refrain, ONNX Runtime and libtorch.")
public final class StreamingSpeed implements Callable<Integer> {
  private static final int COMPARED = 200;
  private static final double TOLERANCE = 1e-4;

  @Option(names = "--steps", defaultValue = "2000", description = "In a round; default: 2000.")
  private int steps;

  @Option(names = "--rounds", defaultValue = "20", description = "Default: 20.")
  private int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "5",
      description = "Rounds that are not counted; default: 5.")
  private int warmUp;

  private StreamingSpeed() {}

  /// Runs the command and ends the process.
  ///
  /// @param arguments see `--help`
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StreamingSpeed()).execute(arguments));
  }

  @Override
  public Integer call() {
    for (StreamingCase shape : StreamingCase.ALL) {
      StreamingCase.Model model = shape.model();
      List<StepReader> readers = new ArrayList<>();
      readers.add(new RefrainSteps(model));
      readers.add(new OnnxSteps(shape, model, 1));
      readers.add(new OnnxSteps(shape, model, 2));
      readers.add(new TorchSteps(shape, model, 1));
      try {
        double difference = compare(shape, readers);
        System.out.printf(
            Locale.ROOT,
            "%n%s: outputs of %d steps differ by at most %.1e; %d rounds of %,d steps%n%n",
            shape,
            COMPARED,
            difference,
            rounds,
            steps);
        time(shape, readers);
      } finally {
        readers.forEach(StepReader::close);
      }
    }
    return 0;
  }

  /// The largest difference between the first reader's outputs and the others'.
  private static double compare(StreamingCase shape, List<StepReader> readers) {
    double largest = 0;
    float[] expected = new float[shape.outputSize()];
    float[] found = new float[shape.outputSize()];
    for (float[] x : shape.inputs(COMPARED)) {
      readers.getFirst().step(x, expected);
      for (StepReader reader : readers.subList(1, readers.size())) {
        reader.step(x, found);
        for (int i = 0; i < found.length; i++) {
          double difference = Math.abs(found[i] - expected[i]);
          if (!(difference <= TOLERANCE)) {
            throw new IllegalStateException(
                "%s gives %s where %s gives %s"
                    .formatted(reader.title(), found[i], readers.getFirst().title(), expected[i]));
          }
          largest = Math.max(largest, difference);
        }
      }
    }
    return largest;
  }

  private void time(StreamingCase shape, List<StepReader> readers) {
    float[][] inputs = shape.inputs(steps);
    float[] h = new float[shape.outputSize()];
    long[][] nanos = new long[readers.size()][rounds * steps];
    for (int round = -warmUp; round < rounds; round++) {
      for (int r = 0; r < readers.size(); r++) {
        StepReader reader = readers.get(r);
        for (int s = 0; s < steps; s++) {
          long from = System.nanoTime();
          reader.step(inputs[s], h);
          long taken = System.nanoTime() - from;
          if (round >= 0) {
            nanos[r][round * steps + s] = taken;
          }
        }
      }
    }
    System.out.println("| contender | median, µs | 99 % below | best | ratio of medians |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    for (int r = 0; r < nanos.length; r++) {
      Arrays.sort(nanos[r]);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.1f | %.2f |%n",
          readers.get(r).title(),
          quantile(nanos[r], 0.5),
          quantile(nanos[r], 0.99),
          quantile(nanos[r], 0),
          quantile(nanos[r], 0.5) / quantile(nanos[0], 0.5));
    }
  }

  private static double quantile(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e3;
  }
}
