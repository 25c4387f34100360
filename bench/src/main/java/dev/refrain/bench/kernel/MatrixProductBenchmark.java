package dev.refrain.bench.kernel;

import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The matrix products of recurrent networks, `M×N×K`; GFLOP/s are 2·M·N·K / nanoseconds. A
/// trailing `t` means a transposed left operand, as in a weight's gradient.
///
/// ```
/// ./mvnw -q -Pbench -pl bench -am package -DskipTests
/// java --add-modules jdk.incubator.vector -cp 'bench/target/classes:bench/target/lib/*' \
///     org.openjdk.jmh.Main MatrixProductBenchmark
/// ```
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MatrixProductBenchmark {
  @Param({
    "32x512x128",
    "16x992x248",
    "8x512x128",
    "24x2624x656",
    "64x768x256",
    "64x2048x512",
    "1920x512x128",
    "1024x1024x1024",
    "16x512x128",
    "32x512x64",
    "1920x85x128",
    "512x128x1920t",
    "2048x512x1280t",
    "1x1024x256",
    "1x2048x512",
    "4x1024x256"
  })
  public String shape;

  private Kernels kernels;
  private Matrix left;
  private Matrix right;
  private Matrix transposedRight;
  private Storage packed;
  private Matrix product;

  @Setup
  public void prepare() {
    boolean transposed = shape.endsWith("t");
    String[] extents = (transposed ? shape.substring(0, shape.length() - 1) : shape).split("x");
    int rows = Integer.parseInt(extents[0]);
    int columns = Integer.parseInt(extents[1]);
    int depth = Integer.parseInt(extents[2]);
    Rng rng = Rng.seeded(1);
    kernels = Devices.best();
    left = transposed ? random(rng, depth, rows).transposed() : random(rng, rows, depth);
    right = random(rng, depth, columns);
    transposedRight = random(rng, columns, depth).transposed();
    packed = Storage.allocate(Precision.FLOAT32, kernels.packedLength(depth, columns));
    kernels.pack(right, packed);
    product = random(rng, rows, columns);
  }

  /// The product of a packed right operand.
  @Benchmark
  public Matrix multiply() {
    kernels.multiply(left, packed, product, false);
    return product;
  }

  /// Packing `[K, N]`.
  @Benchmark
  public Storage pack() {
    kernels.pack(right, packed);
    return packed;
  }

  /// Packing the transpose of `[N, K]`, as a linear layer's weight lies.
  @Benchmark
  public Storage packTransposed() {
    kernels.pack(transposedRight, packed);
    return packed;
  }

  private static Matrix random(Rng rng, int rows, int columns) {
    Tensor tensor = Tensor.zeros(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      tensor.set(i, rng.nextGaussian());
    }
    return Matrix.of(tensor);
  }
}
