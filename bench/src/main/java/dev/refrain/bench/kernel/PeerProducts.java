package dev.refrain.bench.kernel;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The shapes of [ProductThroughput] in libtorch, by OpenBLAS or with `bench/run-peer --mkl` by Intel's BLAS:
/// how near the machine lets others come to its [Peak].
public final class PeerProducts {
  private static final long NANOS = 1_500_000_000L;

  private PeerProducts() {}

  public static void main(String[] args) {
    double peak = new Peak().measure(NANOS);
    torch.set_num_threads(1);
    System.out.printf(
        "peak %.0f GFLOP/s%n%n| M×N×K | GFLOP/s | of the peak |%n| --- | ---: | ---: |%n", peak);
    try (var _ = new NoGradGuard()) {
      for (int[] shape : ProductThroughput.SHAPES) {
        double found = best(shape);
        System.out.printf(
            "| %d×%d×%d | %.0f | %.0f %% |%n",
            shape[0], shape[1], shape[2], found, 100 * found / peak);
      }
    }
  }

  private static double best(int[] shape) {
    double flops = 2.0 * shape[0] * shape[1] * shape[2];
    int repeats = (int) Math.max(1, 2e7 / flops);
    try (var _ = new PointerScope()) {
      Tensor left = torch.randn(new long[] {shape[0], shape[2]});
      Tensor right = torch.randn(new long[] {shape[2], shape[1]});
      Tensor product = torch.empty(new long[] {shape[0], shape[1]});
      Runnable run =
          () -> {
            for (int i = 0; i < repeats; i++) {
              torch.mm_out(product, left, right);
            }
          };
      ShortRuns.shortest(run, NANOS);
      return repeats * flops / ShortRuns.shortest(run, NANOS);
    }
  }
}
