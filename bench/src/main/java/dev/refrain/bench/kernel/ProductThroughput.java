package dev.refrain.bench.kernel;

import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;
import java.util.function.ToDoubleFunction;

/// The best GFLOP/s of the matrix product on one core over many short runs: what the kernel can do
/// when the machine lets it, beside the averages of [MatrixProductBenchmark], and as a share of the
/// [Peak] of the same core. The right operand is packed once, as a recurrence does.
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
  private static final long NANOS = 1_500_000_000L;

  /// Until the kernel is compiled, which takes half a second and more for one with 16 vectors a row.
  private static final long WARM_UP_NANOS = 2_500_000_000L;

  private ProductThroughput() {}

  public static void main(String[] args) {
    Kernels kernels = Devices.best();
    printTable(kernels.description(), shape -> best(kernels, shape));
  }

  /// Prints the shapes' GFLOP/s beside the peak.
  ///
  /// @param best from a shape to its GFLOP/s
  static void printTable(String description, ToDoubleFunction<int[]> best) {
    double peak = new Peak().measure(NANOS); // first, before HotSpot has seen other loops
    System.out.printf(
        "%s; peak %.0f GFLOP/s%n%n| M×N×K | GFLOP/s | of the peak |%n| --- | ---: | ---: |%n",
        description, peak);
    for (int[] shape : SHAPES) {
      double found = best.applyAsDouble(shape);
      System.out.printf(
          "| %d×%d×%d | %.0f | %.0f %% |%n",
          shape[0], shape[1], shape[2], found, 100 * found / peak);
    }
  }

  private static double best(Kernels kernels, int[] shape) {
    Rng rng = Rng.seeded(1);
    int rows = shape[0];
    int columns = shape[1];
    int depth = shape[2];
    Matrix left = Matrix.of(random(kernels, rng, rows, depth));
    Matrix right = Matrix.of(random(kernels, rng, depth, columns));
    Matrix product = Matrix.of(random(kernels, rng, rows, columns));
    Storage packed = Storage.allocate(kernels.precision(), kernels.packedLength(depth, columns));
    kernels.pack(right, packed);
    return best(shape, () -> kernels.multiply(left, packed, product, false));
  }

  /// The best GFLOP/s of a product of this shape.
  static double best(int[] shape, Runnable multiply) {
    double flops = 2.0 * shape[0] * shape[1] * shape[2];
    int repeats = (int) Math.max(1, 2e7 / flops);
    Runnable run =
        () -> {
          for (int i = 0; i < repeats; i++) {
            multiply.run();
          }
        };
    ShortRuns.shortest(run, WARM_UP_NANOS);
    return repeats * flops / ShortRuns.shortest(run, NANOS);
  }

  private static Tensor random(Kernels kernels, Rng rng, int rows, int columns) {
    Tensor tensor = Tensor.zeros(kernels.precision(), Shape.of(rows, columns));
    for (int i = 0; i < rows * columns; i++) {
      tensor.set(i, rng.nextGaussian());
    }
    return tensor;
  }
}
