package dev.refrain.kernel.vector;

/// The loops over one row that the first step of every language model meets, in two forms with the
/// same bits: [VectorRows] and [PlainRows]. Columns lie side by side, and the order of addition
/// depends on their number and the width of vectors alone.
interface RowLoops {
  /// The largest element that is a number, or −∞. (A NaN shows itself in the sums that follow, and
  /// comparing is three times as fast as the exact maximum.)
  float largest(float[] row, int offset, int columns);

  /// Returns the sum of `e^(source − shift)`, and writes the summands unless `target` is null.
  float exponentials(float[] source, int from, float[] target, int to, int columns, float shift);

  /// `target = source · factor`.
  void scale(float[] source, int from, float[] target, int to, int columns, float factor);

  /// `target += source`.
  void add(float[] source, int from, float[] target, int to, int columns);

  /// `target += Σ over four rows of source`.
  void addFour(float[] source, int from, int stride, float[] target, int to, int columns);

  /// The sum of all elements.
  double sum(float[] row, int offset, int columns);

  /// The sum of all elements' squares.
  double sumOfSquares(float[] row, int offset, int columns);

  /// The loops in the form to use now.
  static RowLoops now() {
    return RowForms.ROWS.form();
  }
}
