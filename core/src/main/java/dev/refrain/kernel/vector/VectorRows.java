package dev.refrain.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The loops over rows on vectors. The last columns of a row go through the same operations under a
/// mask, or one by one.
final class VectorRows implements RowLoops {
  /// The floats that become a vector of doubles.
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(
          float.class, VectorShape.forBitSize(Math.max(64, Lanes.SPECIES.vectorBitSize() / 2)));

  private static final int HALF_COUNT = HALF.length();

  private final RowExponentials.Row exponentials = RowExponentials.make();

  @Override
  public float largest(float[] row, int offset, int columns) {
    FloatVector largest = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
    int c = 0;
    for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
      FloatVector x = FloatVector.fromArray(Lanes.SPECIES, row, offset + c);
      largest = largest.blend(x, x.compare(VectorOperators.GT, largest));
    }
    if (c < columns) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      FloatVector x = FloatVector.fromArray(Lanes.SPECIES, row, offset + c, present);
      largest = largest.blend(x, x.compare(VectorOperators.GT, largest).and(present));
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public float exponentials(
      float[] source, int from, float[] target, int to, int columns, float shift) {
    return exponentials.run(source, from, target, to, columns, shift);
  }

  @Override
  public void scale(float[] source, int from, float[] target, int to, int columns, float factor) {
    int c = 0;
    for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.SPECIES, source, from + c).mul(factor).intoArray(target, to + c);
    }
    for (; c < columns; c++) {
      target[to + c] = source[from + c] * factor;
    }
  }

  @Override
  public void add(float[] source, int from, float[] target, int to, int columns) {
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

  @Override
  public void addFour(float[] source, int from, int stride, float[] target, int to, int columns) {
    int c = 0;
    for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
      int at = from + c;
      FloatVector upper =
          FloatVector.fromArray(Lanes.SPECIES, source, at)
              .add(FloatVector.fromArray(Lanes.SPECIES, source, at + stride));
      FloatVector lower =
          FloatVector.fromArray(Lanes.SPECIES, source, at + 2 * stride)
              .add(FloatVector.fromArray(Lanes.SPECIES, source, at + 3 * stride));
      FloatVector.fromArray(Lanes.SPECIES, target, to + c)
          .add(upper.add(lower))
          .intoArray(target, to + c);
    }
    for (; c < columns; c++) {
      int at = from + c;
      float upper = source[at] + source[at + stride];
      float lower = source[at + 2 * stride] + source[at + 3 * stride];
      target[to + c] += upper + lower;
    }
  }

  @Override
  public double sum(float[] row, int offset, int columns) {
    DoubleVector even = DoubleVector.zero(LaneSums.DOUBLES);
    DoubleVector odd = DoubleVector.zero(LaneSums.DOUBLES);
    int c = 0;
    for (; c <= columns - 2 * HALF_COUNT; c += 2 * HALF_COUNT) {
      even = even.add(doubles(row, offset + c));
      odd = odd.add(doubles(row, offset + c + HALF_COUNT));
    }
    double sum = LaneSums.of(even.add(odd));
    for (; c < columns; c++) {
      sum += row[offset + c];
    }
    return sum;
  }

  @Override
  public double sumOfSquares(float[] row, int offset, int columns) {
    DoubleVector even = DoubleVector.zero(LaneSums.DOUBLES);
    DoubleVector odd = DoubleVector.zero(LaneSums.DOUBLES);
    int c = 0;
    for (; c <= columns - 2 * HALF_COUNT; c += 2 * HALF_COUNT) {
      DoubleVector first = doubles(row, offset + c);
      DoubleVector second = doubles(row, offset + c + HALF_COUNT);
      even = first.fma(first, even);
      odd = second.fma(second, odd);
    }
    double sum = LaneSums.of(even.add(odd));
    for (; c < columns; c++) {
      sum += (double) row[offset + c] * row[offset + c];
    }
    return sum;
  }

  private static DoubleVector doubles(float[] array, int index) {
    return (DoubleVector)
        FloatVector.fromArray(HALF, array, index)
            .convertShape(VectorOperators.F2D, LaneSums.DOUBLES, 0);
  }
}
