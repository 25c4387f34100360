package dev.refrain.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The loops over one row whose columns lie side by side that softmax, cross-entropy and
/// normalization are made of. The last columns of a row go through the same operations under a mask.
final class RowKernels {
  private static final VectorMask<Float> NONE = Lanes.SPECIES.maskAll(false);

  private RowKernels() {}

  /// The largest element, or NaN if there is one.
  static float largest(float[] array, int offset, int columns) {
    FloatVector largest = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector other = largest;
    int c = 0;
    for (; c <= columns - 2 * Lanes.COUNT; c += 2 * Lanes.COUNT) {
      largest = largest.max(FloatVector.fromArray(Lanes.SPECIES, array, offset + c));
      other = other.max(FloatVector.fromArray(Lanes.SPECIES, array, offset + c + Lanes.COUNT));
    }
    for (; c < columns; c += Lanes.COUNT) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      FloatVector last = FloatVector.fromArray(Lanes.SPECIES, array, offset + c, present);
      largest = largest.blend(largest.max(last), present);
    }
    return largest.max(other).reduceLanes(VectorOperators.MAX);
  }

  /// The sum of `e^(source − shift)`, which is also written to the target unless that is null. The exponential is that of
  /// [Transcendentals], written out here since a vector must not cross a call.
  static float exponentials(
      float[] source, int from, float[] target, int to, int columns, float shift) {
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      FloatVector x = FloatVector.fromArray(Lanes.SPECIES, source, from + c, present).sub(shift);
      x =
          x.blend(
              Transcendentals.EXP_HIGHEST,
              x.compare(VectorOperators.GT, Transcendentals.EXP_HIGHEST));
      x =
          x.blend(
              Transcendentals.EXP_LOWEST,
              x.compare(VectorOperators.LT, Transcendentals.EXP_LOWEST));
      FloatVector rounded =
          x.fma(
              FloatVector.broadcast(Lanes.SPECIES, Transcendentals.HALF_LOG2_E),
              FloatVector.broadcast(Lanes.SPECIES, Transcendentals.ROUNDING));
      FloatVector power = rounded.sub(Transcendentals.ROUNDING);
      FloatVector r =
          power.fma(FloatVector.broadcast(Lanes.SPECIES, -Transcendentals.TWO_LN2_HIGH), x);
      r = power.fma(FloatVector.broadcast(Lanes.SPECIES, -Transcendentals.TWO_LN2_LOW), r);
      FloatVector p = FloatVector.broadcast(Lanes.SPECIES, Transcendentals.EXP_6);
      p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, Transcendentals.EXP_5));
      p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, Transcendentals.EXP_4));
      p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, Transcendentals.EXP_3));
      p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, Transcendentals.EXP_2));
      p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, Transcendentals.EXP_1));
      p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1));
      FloatVector scale =
          rounded
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, Transcendentals.EXPONENT_SHIFT)
              .add(Transcendentals.ONE_BITS)
              .reinterpretAsFloats();
      FloatVector result = p.mul(scale).mul(scale);
      if (target != null) {
        result.intoArray(target, to + c, present);
      }
      sum = sum.add(result, present);
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  /// The sum of a row.
  static float sum(float[] array, int offset, int columns) {
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, array, offset + c, present));
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  /// The sum of (element − mean)².
  static float squaredDeviations(float[] array, int offset, int columns, float mean) {
    FloatVector sum = FloatVector.zero(Lanes.SPECIES);
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      FloatVector deviation =
          FloatVector.fromArray(Lanes.SPECIES, array, offset + c, present).sub(mean, present);
      sum = deviation.fma(deviation, sum);
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  /// `target = source · factor`.
  static void scale(float[] source, int from, float[] target, int to, int columns, float factor) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      FloatVector.fromArray(Lanes.SPECIES, source, from + c, present)
          .mul(factor)
          .intoArray(target, to + c, present);
    }
  }

  /// `target = (source − mean) · factor`.
  static void standardize(
      float[] source, int from, float[] target, int to, int columns, float mean, float factor) {
    for (int c = 0; c < columns; c += Lanes.COUNT) {
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
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(c, columns);
      VectorMask<Float> kept = accumulate ? present : NONE;
      FloatVector centred =
          FloatVector.fromArray(Lanes.SPECIES, gradient, gradientOffset + c, present).sub(mean);
      FloatVector.fromArray(Lanes.SPECIES, normalized, normalizedOffset + c, present)
          .fma(slopes, centred)
          .fma(factors, FloatVector.fromArray(Lanes.SPECIES, target, to + c, kept))
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
