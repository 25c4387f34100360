package dev.refrain.autodiff;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;

/// A value `[K, N]` as the right operand of products on one tape. It is packed once for all of them,
/// if there are enough rows to be worth it.
final class RightOperand {
  /// Packing reads and writes the operand, with a transposition mostly: about what so many rows cost
  /// that read it where it lies.
  private static final int FEW = 16;

  private final Tape tape;
  private final Matrix right;
  private Storage packed; // null: not yet

  /// @param packed if that has been done already; else null
  RightOperand(Tape tape, Matrix right, Storage packed) {
    this.tape = tape;
    this.right = right;
    this.packed = packed;
  }

  /// `product[M, N] = left[M, K] · right[K, N]`, or `+=` when `accumulate`.
  ///
  /// @param inAll how many rows are to come, as far as is known
  void multiply(Matrix left, Matrix product, boolean accumulate, int inAll) {
    if (staysUnpacked(inAll)) {
      tape.kernels().multiplyUnpacked(left, right, product, accumulate);
    } else {
      tape.kernels().multiply(left, packed(), product, accumulate);
    }
  }

  /// `product[M, N] = begin[M, N] + left[M, K] · right[K, N]`.
  ///
  /// @param inAll how many rows are to come, as far as is known
  void affine(Matrix left, Matrix begin, Matrix product, int inAll) {
    if (staysUnpacked(inAll)) {
      tape.kernels().copy(begin, product);
      tape.kernels().multiplyUnpacked(left, right, product, true);
    } else {
      tape.kernels().affine(left, packed(), begin, product);
    }
  }

  private boolean staysUnpacked(int inAll) {
    return packed == null && inAll <= FEW;
  }

  private Storage packed() {
    if (packed == null) {
      packed = tape.lastingPacking(right.rows(), right.columns());
      tape.kernels().pack(right, packed);
    }
    return packed;
  }
}
