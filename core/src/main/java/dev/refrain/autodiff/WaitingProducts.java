package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Contributions `dyᵀ[N, M] · x[M, K]` to the gradient `[N, K]` of a weight that have few rows M and
/// wait for others of their kind. A weight used at each step of a loop then gets one product over all
/// steps; one for each step would read and write the whole gradient to add a few rows' worth.
final class WaitingProducts implements UnwrittenGradient {
  /// Products of more rows are done at once: their operands are still near, and so many rows make
  /// good use of each number of the gradient.
  private static final int FEW = 64;

  /// So many rows wait at most.
  private static final int ENOUGH = 1024;

  private final Tape tape;
  private final List<Matrix> left = new ArrayList<>(); // dy[M, N]
  private final List<Matrix> right = new ArrayList<>(); // x[M, K]
  private int rows;

  WaitingProducts(Tape tape) {
    this.tape = tape;
  }

  /// Whether a product of so many rows should wait.
  static boolean waits(int rows) {
    return rows <= FEW;
  }

  /// Adds a product; the windows may move afterwards.
  void add(Matrix dy, Matrix x) {
    left.add(dy.rows(0, dy.rows()));
    right.add(x.rows(0, x.rows()));
    rows += dy.rows();
  }

  boolean enough() {
    return rows >= ENOUGH;
  }

  /// Whether all of them together are still few rows.
  boolean few() {
    return rows <= FEW;
  }

  /// `dy[M, N]` of all products, one below the other.
  Matrix left() {
    return joined(left);
  }

  /// `x[M, K]` of all products, one below the other.
  Matrix right() {
    return joined(right);
  }

  private Matrix joined(List<Matrix> parts) {
    if (parts.size() > 1) {
      Matrix all = Matrix.of(tape.allocate(rows, parts.getFirst().columns()));
      int from = 0;
      for (Matrix part : parts) {
        int to = from + part.rows();
        tape.kernels().copy(part, all.rows(from, to));
        from = to;
      }
      parts.clear();
      parts.add(all);
    }
    return parts.getFirst();
  }

  /// By the products of rows with each other, since
  /// `|Σ dyᵢᵀ·xᵢ|² = Σ over i and j of (dyᵢ · dyⱼ) (xᵢ · xⱼ)`.
  @Override
  public double sumOfSquares() {
    Kernels kernels = tape.kernels();
    Matrix dots = Matrix.of(tape.allocate(rows, 1));
    kernels.rowDots(rowsByRows(left()), rowsByRows(right()), dots, false);
    return Math.max(0, kernels.sum(dots)); // rounding may leave less than nothing
  }

  private Matrix rowsByRows(Matrix part) {
    Matrix products = Matrix.of(tape.allocate(rows, rows));
    tape.kernels().multiplyUnpacked(part, part.transposed(), products, false);
    return products;
  }

  @Override
  public void addTo(Tensor target, double factor) {
    Kernels kernels = tape.kernels();
    Matrix dy = left();
    Matrix scaled = Matrix.of(tape.allocate(dy.rows(), dy.columns()));
    Sums.scale(kernels, dy, factor, scaled);
    Matrix x = right();
    Storage packed = tape.packing(x.rows(), x.columns());
    kernels.pack(x, packed);
    kernels.multiply(scaled.transposed(), packed, Matrix.of(target), true);
  }
}
