package dev.refrain.bench.kernel;

import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/// GFLOP/s of the matrix product on one core over many short runs, in turn with runs of the [Peak]: the best,
/// which is what the kernel can do when the machine lets it, and the median, which on a shared machine is less, each as a share
/// of the peak, the median as one of the peak in the same moments. The right operand is packed once, as a recurrence does.
public final class ProductThroughput {
  private static final int[][] SHAPES = {
    {32, 512, 128},
    {16, 992, 248},
    {8, 512, 128},
    {24, 2624, 656},
    {64, 768, 256},
    {64, 2048, 512},
    {1920, 512, 128},
    {1024, 1024, 1024},
    {1, 1024, 256}
  };
  private static final long NANOS = 2_500_000_000L;

  /// Until the kernel is compiled, which takes half a second and more for one with 16 vectors a row.
  private static final long WARM_UP_NANOS = 2_500_000_000L;

  private ProductThroughput() {}

  /// GFLOP/s of a product.
  ///
  /// @param share median of the shares of the peak right before
  record Found(double best, double median, double share) {}

  public static void main(String[] args) {
    Kernels kernels = Devices.best();
    printTable(kernels.description(), (shape, peak) -> measure(kernels, shape, peak));
  }

  /// Prints the shapes' GFLOP/s beside the peak.
  ///
  /// @param measure from a shape to its GFLOP/s
  static void printTable(String description, BiFunction<int[], Peak, Found> measure) {
    Peak peak = new Peak();
    double best = peak.measure(NANOS); // first, before HotSpot has seen other loops
    System.out.printf(
        "%s; peak %.0f GFLOP/s%n%n| M×N×K | best | of the peak | median | of the peak right before"
            + " |%n| --- | ---: | ---: | ---: | ---: |%n",
        description, best);
    for (int[] shape : SHAPES) {
      Found found = measure.apply(shape, peak);
      System.out.printf(
          "| %d×%d×%d | %.0f | %.0f %% | %.0f | %.0f %% |%n",
          shape[0],
          shape[1],
          shape[2],
          found.best(),
          100 * found.best() / best,
          found.median(),
          100 * found.share());
    }
  }

  private static Found measure(Kernels kernels, int[] shape, Peak peak) {
    Rng rng = Rng.seeded(1);
    int rows = shape[0];
    int columns = shape[1];
    int depth = shape[2];
    Matrix left = Matrix.of(random(kernels, rng, rows, depth));
    Matrix right = Matrix.of(random(kernels, rng, depth, columns));
    Matrix product = Matrix.of(random(kernels, rng, rows, columns));
    Storage packed = Storage.allocate(kernels.precision(), kernels.packedLength(depth, columns));
    kernels.pack(right, packed);
    return measure(shape, peak, () -> kernels.multiply(left, packed, product, false));
  }

  /// What a product of this shape reaches.
  static Found measure(int[] shape, Peak peak, Runnable multiply) {
    double flops = 2.0 * shape[0] * shape[1] * shape[2];
    int repeats = (int) Math.max(1, 2e7 / flops);
    Runnable run =
        () -> {
          for (int i = 0; i < repeats; i++) {
            multiply.run();
          }
        };
    ShortRuns.shortest(run, WARM_UP_NANOS);
    List<Double> rates = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (long until = System.nanoTime() + NANOS; System.nanoTime() < until; ) {
      double atPeak = peak.rate();
      double rate = repeats * flops / ShortRuns.nanos(run);
      rates.add(rate);
      shares.add(rate / atPeak);
    }
    return new Found(Collections.max(rates), median(rates), median(shares));
  }

  private static double median(List<Double> numbers) {
    return numbers.stream().sorted().toList().get(numbers.size() / 2);
  }

  private static Tensor random(Kernels kernels, Rng rng, int rows, int columns) {
    Tensor tensor = Tensor.zeros(kernels.precision(), Shape.of(rows, columns));
    for (int i = 0; i < rows * columns; i++) {
      tensor.set(i, rng.nextGaussian());
    }
    return tensor;
  }
}
