package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A model's weights laid out for products (see [Kernels#pack]) once for all tapes and sessions that
/// use the model; a tape on its own lays them out anew, which for a single step costs more than the
/// step. Each weight is packed at its first use. Safe for several threads; the weights must not
/// change meanwhile.
public final class PackedWeights {
  private final Kernels kernels;
  private final Map<Tensor, Storage> transposed = new ConcurrentHashMap<>(); // tensors by identity

  public PackedWeights(Kernels kernels) {
    this.kernels = kernels;
  }

  /// Whose layout it is.
  public Kernels kernels() {
    return kernels;
  }

  /// A weight `[N, K]` packed as the right operand `[K, N]` of `x · weightᵀ`.
  public Storage transposed(Tensor weight) {
    return transposed.computeIfAbsent(
        weight,
        w -> {
          Matrix right = Matrix.of(w).transposed();
          Storage packed =
              Storage.allocate(
                  kernels.precision(), kernels.packedLength(right.rows(), right.columns()));
          kernels.pack(right, packed);
          return packed;
        });
  }
}
