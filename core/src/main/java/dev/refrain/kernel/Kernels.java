package dev.refrain.kernel;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Storage;

/// Everything a device must be able to compute. All of the library above asks this interface and
/// never touches the numbers itself.
///
/// Kernels run on the calling thread, keep no state between calls and may be used by several
/// threads at once. Operands are [Matrix] windows; an output must not overlap an input unless a
/// method says so. Window extents are checked, and a disagreement is an
/// [IllegalArgumentException] that names both.
public interface Kernels {

  /// The kind of numbers these kernels work on.
  Precision precision();

  /// What computes, for people: `"vector, 512 bits"`.
  String description();

  // Products

  /// The storage length that [#pack] needs for a right operand of `depth × columns`.
  int packedLength(int depth, int columns);

  /// Lays out a right operand `[K, N]` (any strides) the way [#multiply] reads it fastest. Worth it
  /// because recurrent weights are read once a time step.
  void pack(Matrix right, Storage packed);

  /// `product[M, N] = left[M, K] · right[K, N]`, or `+=` when `accumulate`. The left operand may
  /// have any strides (a transpose needs no copy); the product's column stride is 1.
  void multiply(Matrix left, Storage packedRight, Matrix product, boolean accumulate);

  /// `product[M, N] = begin[M, N] + left[M, K] · right[K, N]`, where `begin` may be one row for all, a bias.
  void affine(Matrix left, Storage packedRight, Matrix begin, Matrix product);

  /// Like [#multiply] with a right operand that lies as it is, its rows or its columns side by side.
  /// For so few rows that packing would cost more than it saves.
  void multiplyUnpacked(Matrix left, Matrix right, Matrix product, boolean accumulate);

  // Elements

  /// Makes a program ready to run on this device.
  PointwiseCall prepare(Pointwise program);

  /// Copies one window to another of the same extents; strides may differ, which transposes.
  void copy(Matrix source, Matrix target);

  /// Sets every element.
  void fill(Matrix target, double value);

  /// Writes a mask whose elements are 0 with probability `1 - keep` and else `1 / keep`. Element
  /// number i (row-major) depends on `seed` and i alone.
  void dropoutMask(long seed, double keep, Matrix mask);

  /// Draws every element from the normal distribution of mean 0. Element number i (row-major)
  /// depends on `seed`, `deviation` and i alone.
  void gaussianNoise(long seed, double deviation, Matrix noise);

  // Reductions

  /// `sums[1, N] = Σ over rows of values[M, N]`, or `+=` when `accumulate`.
  void columnSums(Matrix values, Matrix sums, boolean accumulate);

  /// `dots[1, N] = Σ over rows of first[M, N] ⊙ second[M, N]`, or `+=` when `accumulate`.
  void columnDots(Matrix first, Matrix second, Matrix dots, boolean accumulate);

  /// `dots[M, 1] = Σ over columns of first[M, N] ⊙ second[M, N]`, or `+=` when `accumulate`.
  void rowDots(Matrix first, Matrix second, Matrix dots, boolean accumulate);

  /// The sum of all elements, added up in double precision in a fixed order.
  double sum(Matrix values);

  /// The sum of the squares of all elements, added up in double precision in a fixed order; not
  /// finite exactly when an element is not (or when the sum leaves the range of double).
  double sumOfSquares(Matrix values);

  // Rows

  /// Normalizes each row to mean 0 and variance 1: `normalized[M, N]`, and `inverse[M, 1]` =
  /// 1 / √(variance + epsilon) for the way back. `normalized` may be `values`.
  void normalizeRows(Matrix values, Matrix normalized, Matrix inverse, double epsilon);

  /// The gradient of [#normalizeRows]: from `dNormalized` to `dValues`, which may be the same
  /// window; `+=` when `accumulate`.
  void normalizeRowsBackward(
      Matrix dNormalized, Matrix normalized, Matrix inverse, Matrix dValues, boolean accumulate);

  /// Softmax of each row. `probabilities` may be `logits`.
  void softmaxRows(Matrix logits, Matrix probabilities);

  /// The gradient of [#softmaxRows]: `dLogits = p ⊙ (dp − Σ dp ⊙ p)`, or `+=` when `accumulate`.
  /// `dLogits` may be `dProbabilities`.
  void softmaxRowsBackward(
      Matrix probabilities, Matrix dProbabilities, Matrix dLogits, boolean accumulate);

  /// Where each row has its largest element: `columns[r]` for the first `values.rows()` rows; of
  /// equal ones the first, and a NaN counts as largest of all.
  void argmaxRows(Matrix values, int[] columns);

  /// Softmax and cross-entropy in one pass over `logits[M, V]`: `losses[M, 1]` = −log p(target), in
  /// nats, and, unless `gradient` is null, `gradient[M, V]` = p − onehot(target). A target of −1
  /// marks padding: loss and gradient are zero. `gradient` may be `logits`. Targets are read from
  /// `targets[0 … M−1]`.
  ///
  /// @throws IndexOutOfBoundsException if a target is V or more
  void crossEntropy(Matrix logits, int[] targets, Matrix losses, Matrix gradient);

  /// `gathered[r] = table[ids[r]]` for the first `gathered.rows()` ids; an id of −1 gives zeros.
  ///
  /// @throws IndexOutOfBoundsException if an id is not a row of the table
  void gatherRows(Matrix table, int[] ids, Matrix gathered);

  /// `table[ids[r]] += rows[r]` in order of r; an id of −1 is passed over.
  ///
  /// @throws IndexOutOfBoundsException if an id is not a row of the table
  void scatterAddRows(Matrix rows, int[] ids, Matrix table);

  // Attention

  /// What attention needs beside all this.
  AttentionKernels attention();
}
