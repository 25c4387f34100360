package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Sums over windows whose columns lie side by side. The order of addition depends on the extents
/// and the width of vectors alone.
final class Reductions {
  /// The floats that become a vector of doubles.
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(
          float.class, VectorShape.forBitSize(Math.max(64, Lanes.SPECIES.vectorBitSize() / 2)));

  private static final int HALF_COUNT = HALF.length();

  private Reductions() {}

  /// The sum of all elements.
  static double sum(float[] array, Matrix values) {
    double sum = 0;
    for (int r = 0; r < values.rows(); r++) {
      sum += rowSum(array, values.offset() + r * values.rowStride(), values.columns());
    }
    return sum;
  }

  /// The sum of all elements' squares.
  static double sumOfSquares(float[] array, Matrix values) {
    double sum = 0;
    for (int r = 0; r < values.rows(); r++) {
      sum += rowSumOfSquares(array, values.offset() + r * values.rowStride(), values.columns());
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

  private static double rowSum(float[] array, int offset, int columns) {
    DoubleVector even = DoubleVector.zero(LaneSums.DOUBLES);
    DoubleVector odd = DoubleVector.zero(LaneSums.DOUBLES);
    int c = 0;
    for (; c <= columns - 2 * HALF_COUNT; c += 2 * HALF_COUNT) {
      even = even.add(doubles(array, offset + c));
      odd = odd.add(doubles(array, offset + c + HALF_COUNT));
    }
    double sum = LaneSums.of(even.add(odd));
    for (; c < columns; c++) {
      sum += array[offset + c];
    }
    return sum;
  }

  private static double rowSumOfSquares(float[] array, int offset, int columns) {
    DoubleVector even = DoubleVector.zero(LaneSums.DOUBLES);
    DoubleVector odd = DoubleVector.zero(LaneSums.DOUBLES);
    int c = 0;
    for (; c <= columns - 2 * HALF_COUNT; c += 2 * HALF_COUNT) {
      DoubleVector first = doubles(array, offset + c);
      DoubleVector second = doubles(array, offset + c + HALF_COUNT);
      even = first.fma(first, even);
      odd = second.fma(second, odd);
    }
    double sum = LaneSums.of(even.add(odd));
    for (; c < columns; c++) {
      sum += (double) array[offset + c] * array[offset + c];
    }
    return sum;
  }

  private static DoubleVector doubles(float[] array, int index) {
    return (DoubleVector)
        FloatVector.fromArray(HALF, array, index)
            .convertShape(VectorOperators.F2D, LaneSums.DOUBLES, 0);
  }

  /// `sums += Σ over rows of values`, four rows at a time.
  static void addRows(float[] array, Matrix values, float[] sums, int sumsOffset) {
    int columns = values.columns();
    int stride = values.rowStride();
    int r = 0;
    for (; r + 4 <= values.rows(); r += 4) {
      int row = values.offset() + r * stride;
      int c = 0;
      for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
        FloatVector upper =
            FloatVector.fromArray(Lanes.SPECIES, array, row + c)
                .add(FloatVector.fromArray(Lanes.SPECIES, array, row + stride + c));
        FloatVector lower =
            FloatVector.fromArray(Lanes.SPECIES, array, row + 2 * stride + c)
                .add(FloatVector.fromArray(Lanes.SPECIES, array, row + 3 * stride + c));
        FloatVector.fromArray(Lanes.SPECIES, sums, sumsOffset + c)
            .add(upper.add(lower))
            .intoArray(sums, sumsOffset + c);
      }
      for (; c < columns; c++) {
        float upper = array[row + c] + array[row + stride + c];
        float lower = array[row + 2 * stride + c] + array[row + 3 * stride + c];
        sums[sumsOffset + c] += upper + lower;
      }
    }
    for (; r < values.rows(); r++) {
      addRow(array, values.offset() + r * stride, sums, sumsOffset, columns);
    }
  }

  /// `target += source`, one row of each.
  static void addRow(float[] source, int from, float[] target, int to, int columns) {
    int c = 0;
    for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.SPECIES, target, to + c)
          .add(FloatVector.fromArray(Lanes.SPECIES, source, from + c))
          .intoArray(target, to + c);
    }
    for (; c < columns; c++) {
      target[to + c] += source[from + c];
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
