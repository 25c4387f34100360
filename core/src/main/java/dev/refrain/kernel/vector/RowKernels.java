package dev.refrain.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The loops over one row whose columns lie side by side that softmax, cross-entropy and
/// normalization are made of. The last columns of a row go through the same operations under a mask.
final class RowKernels {
  private static final VectorMask<Float> NONE = Lanes.SPECIES.maskAll(false);

  private RowKernels() {}

  /// The sum of a row.
  static float sum(float[] array, int offset, int columns) {
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    int c = 0;
    for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
      sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, array, offset + c));
    }
    if (c < columns) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, array, offset + c, present));
    }
    return LaneSums.of(sum);
  }

  /// The sum of (element − mean)².
  static float squaredDeviations(float[] array, int offset, int columns, float mean) {
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    int c = 0;
    for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
      FloatVector deviation = FloatVector.fromArray(Lanes.SPECIES, array, offset + c).sub(mean);
      sum = deviation.fma(deviation, sum);
    }
    if (c < columns) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      FloatVector deviation =
          FloatVector.fromArray(Lanes.SPECIES, array, offset + c, present).sub(mean, present);
      sum = deviation.fma(deviation, sum);
    }
    return LaneSums.of(sum);
  }

  /// `target = (source − mean) · factor`.
  static void standardize(
      float[] source, int from, float[] target, int to, int columns, float mean, float factor) {
    int c = 0;
    for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.SPECIES, source, from + c)
          .sub(mean)
          .mul(factor)
          .intoArray(target, to + c);
    }
    if (c < columns) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      FloatVector.fromArray(Lanes.SPECIES, source, from + c, present)
          .sub(mean)
          .mul(factor)
          .intoArray(target, to + c, present);
    }
  }

  /// `target = factor · (gradient − mean − normalized · slope)`, or `+=` when `accumulate`.
  static void centre(
      float[] gradient,
      int gradientOffset,
      float[] normalized,
      int normalizedOffset,
      float[] target,
      int to,
      int columns,
      float mean,
      float slope,
      float factor,
      boolean accumulate) {
    FloatVector factors = FloatVector.broadcast(Lanes.SPECIES, factor);
    FloatVector slopes = FloatVector.broadcast(Lanes.SPECIES, -slope);
    FloatVector zero = FloatVector.zero(Lanes.SPECIES);
    int c = 0;
    for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
      FloatVector centred =
          FloatVector.fromArray(Lanes.SPECIES, gradient, gradientOffset + c).sub(mean);
      FloatVector begin = accumulate ? FloatVector.fromArray(Lanes.SPECIES, target, to + c) : zero;
      FloatVector.fromArray(Lanes.SPECIES, normalized, normalizedOffset + c)
          .fma(slopes, centred)
          .fma(factors, begin)
          .intoArray(target, to + c);
    }
    if (c < columns) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      FloatVector centred =
          FloatVector.fromArray(Lanes.SPECIES, gradient, gradientOffset + c, present).sub(mean);
      FloatVector begin =
          accumulate ? FloatVector.fromArray(Lanes.SPECIES, target, to + c, present) : zero;
      FloatVector.fromArray(Lanes.SPECIES, normalized, normalizedOffset + c, present)
          .fma(slopes, centred)
          .fma(factors, begin)
          .intoArray(target, to + c, present);
    }
  }

  /// `target = probabilities ⊙ (gradient − dot)`, or `+=` when `accumulate`.
  static void spread(
      float[] probabilities,
      int probabilitiesOffset,
      float[] gradient,
      int gradientOffset,
      float[] target,
      int to,
      int columns,
      float dot,
      boolean accumulate) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      VectorMask<Float> kept = accumulate ? present : NONE;
      FloatVector.fromArray(Lanes.SPECIES, gradient, gradientOffset + c, present)
          .sub(dot)
          .fma(
              FloatVector.fromArray(Lanes.SPECIES, probabilities, probabilitiesOffset + c, present),
              FloatVector.fromArray(Lanes.SPECIES, target, to + c, kept))
          .intoArray(target, to + c, present);
    }
  }
}
