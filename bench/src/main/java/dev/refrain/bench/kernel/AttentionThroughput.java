package dev.refrain.bench.kernel;

import dev.refrain.kernel.AttentionKernels;
import dev.refrain.kernel.AttentionKernels.Additive;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.kernel.Reach;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;

/// Attention's kernels in nanoseconds an element on one core, the median and the best of many short
/// runs, at one look by a batch of 32 at 16 steps, 256 wide: an element is one feature of one step.
/// The bound of additive scores is tanh, which stands above them.
public final class AttentionThroughput {
  private static final int BATCH = 32;
  private static final int STEPS = 16;
  private static final int WIDTH = 256;
  private static final long WARM_NANOS = 5_000_000_000L;
  private static final long NANOS = 2_000_000_000L;

  private static final Rng RNG = Rng.seeded(1);

  private AttentionThroughput() {}

  public static void main(String[] args) {
    Kernels kernels = Devices.best();
    AttentionKernels attention = kernels.attention();
    int[] lengths = new int[BATCH];
    Arrays.fill(lengths, STEPS);
    Reach reach = Reach.of(lengths);
    Matrix sequences = random(kernels, STEPS * BATCH, WIDTH);
    Matrix dSequences = random(kernels, STEPS * BATCH, WIDTH);
    Matrix rows = random(kernels, BATCH, WIDTH);
    Matrix dRows = random(kernels, BATCH, WIDTH);
    Matrix vector = random(kernels, 1, WIDTH);
    Matrix dVector = random(kernels, 1, WIDTH);
    Matrix weights = random(kernels, BATCH, STEPS);
    Matrix perStep = random(kernels, BATCH, STEPS);
    var operands = new Additive(rows, sequences, vector);
    var gradients = new Additive(dRows, dSequences, dVector);
    var p = Pointwise.named("tanh");
    PointwiseCall tanh =
        kernels
            .prepare(p.write("y", p.read("x").tanh()).build())
            .bind("x", sequences)
            .bind("y", random(kernels, STEPS * BATCH, WIDTH));

    System.out.printf("%s, B %d, S %d, width %d%n%n", kernels.description(), BATCH, STEPS, WIDTH);
    System.out.printf("| kernel | ns an element, median | best |%n| --- | ---: | ---: |%n");
    print("tanh", tanh::run);
    print("additive scores", () -> attention.additiveScores(operands, reach, perStep));
    print(
        "their gradients",
        () -> attention.additiveScoresBackward(operands, reach, weights, gradients));
    print("dots", () -> attention.dots(rows, sequences, reach, perStep));
    print("mix", () -> attention.mix(weights, sequences, reach, dRows, false));
    print("outer products", () -> attention.addOuter(weights, rows, reach, dSequences));
    print("softmax, there and back", () -> softmax(attention, reach, perStep, weights));
  }

  private static void softmax(
      AttentionKernels attention, Reach reach, Matrix perStep, Matrix weights) {
    attention.softmax(perStep, reach, weights);
    attention.softmaxBackward(weights, perStep, reach, perStep);
  }

  private static void print(String name, Runnable kernel) {
    for (long until = System.nanoTime() + WARM_NANOS; System.nanoTime() < until; ) {
      kernel.run();
    }
    double[] times = new double[100_000];
    int count = 0;
    for (long until = System.nanoTime() + NANOS;
        System.nanoTime() < until && count < times.length;
        count++) {
      long from = System.nanoTime();
      kernel.run();
      times[count] = (System.nanoTime() - from) / ((double) BATCH * STEPS * WIDTH);
    }
    Arrays.sort(times, 0, count);
    System.out.printf("| %s | %.3f | %.3f |%n", name, times[count / 2], times[0]);
  }

  private static Matrix random(Kernels kernels, int rows, int columns) {
    Tensor tensor = Tensor.zeros(kernels.precision(), Shape.of(rows, columns));
    for (int i = 0; i < rows * columns; i++) {
      tensor.set(i, RNG.nextGaussian());
    }
    return Matrix.of(tensor);
  }
}
