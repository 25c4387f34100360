package dev.refrain.bench.kernel;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The shapes of [ProductThroughput] in libtorch, by OpenBLAS or with `bench/run-peer --mkl` by Intel's BLAS:
/// how near the machine lets others come to its [Peak].
public final class PeerProducts {
  private PeerProducts() {}

  public static void main(String[] args) {
    torch.set_num_threads(1);
    try (var _ = new NoGradGuard()) {
      ProductThroughput.printTable("libtorch", PeerProducts::measure);
    }
  }

  private static ProductThroughput.Found measure(int[] shape, Peak peak) {
    try (var _ = new PointerScope()) {
      Tensor left = torch.randn(new long[] {shape[0], shape[2]});
      Tensor right = torch.randn(new long[] {shape[2], shape[1]});
      Tensor product = torch.empty(new long[] {shape[0], shape[1]});
      return ProductThroughput.measure(shape, peak, () -> torch.mm_out(product, left, right));
    }
  }
}
