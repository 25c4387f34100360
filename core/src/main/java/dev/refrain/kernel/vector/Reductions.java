package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Sums over windows whose columns lie side by side. The order of addition depends on the extents
/// and the width of vectors alone.
final class Reductions {
  private Reductions() {}

  /// The sum of all elements.
  static double sum(float[] array, Matrix values) {
    RowLoops rows = RowLoops.now();
    double sum = 0;
    for (int r = 0; r < values.rows(); r++) {
      sum += rows.sum(array, values.offset() + r * values.rowStride(), values.columns());
    }
    return sum;
  }

  /// The sum of all elements' squares.
  static double sumOfSquares(float[] array, Matrix values) {
    RowLoops rows = RowLoops.now();
    double sum = 0;
    for (int r = 0; r < values.rows(); r++) {
      sum += rows.sumOfSquares(array, values.offset() + r * values.rowStride(), values.columns());
    }
    return sum;
  }

  /// Where a row has its largest element; of equal ones the first, and NaN is largest of all.
  static int argmax(float[] array, int offset, int columns) {
    int largest = 0;
    float value = array[offset];
    for (int c = 1; c < columns; c++) {
      float other = array[offset + c];
      if (!(other <= value) && Float.compare(other, value) > 0) { // seldom more than a comparison
        largest = c;
        value = other;
      }
    }
    return largest;
  }

  /// `sums += Σ over rows of values`, four rows at a time.
  static void addRows(float[] array, Matrix values, float[] sums, int sumsOffset) {
    RowLoops rows = RowLoops.now();
    int columns = values.columns();
    int stride = values.rowStride();
    int r = 0;
    for (; r + 4 <= values.rows(); r += 4) {
      rows.addFour(array, values.offset() + r * stride, stride, sums, sumsOffset, columns);
    }
    for (; r < values.rows(); r++) {
      rows.add(array, values.offset() + r * stride, sums, sumsOffset, columns);
    }
  }

  /// `dots += Σ over rows of first ⊙ second`.
  static void addProducts(
      float[] firstArray, Matrix first, float[] secondArray, Matrix second, float[] dots, int to) {
    int columns = first.columns();
    for (int r = 0; r < first.rows(); r++) {
      int a = first.offset() + r * first.rowStride();
      int b = second.offset() + r * second.rowStride();
      int c = 0;
      for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
        FloatVector.fromArray(Lanes.SPECIES, firstArray, a + c)
            .fma(
                FloatVector.fromArray(Lanes.SPECIES, secondArray, b + c),
                FloatVector.fromArray(Lanes.SPECIES, dots, to + c))
            .intoArray(dots, to + c);
      }
      for (; c < columns; c++) {
        dots[to + c] = Math.fma(firstArray[a + c], secondArray[b + c], dots[to + c]);
      }
    }
  }

  /// Σ first ⊙ second over one row of each.
  static float dot(float[] first, int a, float[] second, int b, int columns) {
    FloatVector even = FloatVector.zero(Lanes.SPECIES);
    FloatVector odd = even;
    int c = 0;
    for (; c <= columns - 2 * Lanes.COUNT; c += 2 * Lanes.COUNT) {
      even =
          FloatVector.fromArray(Lanes.SPECIES, first, a + c)
              .fma(FloatVector.fromArray(Lanes.SPECIES, second, b + c), even);
      odd =
          FloatVector.fromArray(Lanes.SPECIES, first, a + c + Lanes.COUNT)
              .fma(FloatVector.fromArray(Lanes.SPECIES, second, b + c + Lanes.COUNT), odd);
    }
    for (; c < columns; c += Lanes.COUNT) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      even =
          FloatVector.fromArray(Lanes.SPECIES, first, a + c, present)
              .fma(FloatVector.fromArray(Lanes.SPECIES, second, b + c, present), even);
    }
    return LaneSums.of(even.add(odd));
  }
}
