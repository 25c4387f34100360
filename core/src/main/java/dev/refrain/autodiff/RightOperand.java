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
    if (packed == null && inAll <= FEW) {
      tape.kernels().multiplyUnpacked(left, right, product, accumulate);
      return;
    }
    if (packed == null) {
      packed = tape.lastingPacking(right.rows(), right.columns());
      tape.kernels().pack(right, packed);
    }
    tape.kernels().multiply(left, packed, product, accumulate);
  }
}
