package dev.refrain.autodiff;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;

/// A value `[K, N]` as the right operand of products on one tape. It is packed once for all of them,
/// as soon as enough rows have come to be worth it.
final class RightOperand {
  /// Packing reads and writes the operand, with a transposition mostly: about what so many rows cost
  /// that read it where it lies.
  private static final int FEW = 16;

  private final Tape tape;
  private final Matrix right;
  private Storage packed; // null: not yet
  private int rows;

  /// @param packed if that has been done already; else null
  RightOperand(Tape tape, Matrix right, Storage packed) {
    this.tape = tape;
    this.right = right;
    this.packed = packed;
  }

  /// `product[M, N] = left[M, K] · right[K, N]`, or `+=` when `accumulate`.
  void multiply(Matrix left, Matrix product, boolean accumulate) {
    if (packed == null && rows + left.rows() <= FEW) {
      rows += left.rows();
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
