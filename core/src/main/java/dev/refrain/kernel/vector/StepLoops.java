package dev.refrain.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The loops of attention for one row that looks at some steps of a sequence: steps lie at a
/// constant distance, `stride`, their columns side by side. Each sum runs in an order that depends
/// on the columns and the width of vectors alone, so a longer sequence or another batch changes no
/// bit of it.
final class StepLoops {
  private StepLoops() {}

  /// `dots[s] = row · steps[s]` for each of `length` steps, or `+=` when `accumulate`; four at a time,
  /// one of each quarter: so each of four streams is read from its first number to its last, which
  /// processors see coming; four neighbouring steps in turn would be leaps within a page of memory.
  static void dots(
      float[] rows,
      int row,
      float[] steps,
      int first,
      int stride,
      int columns,
      float[] dots,
      int dot,
      int length,
      boolean accumulate) {
    int whole = columns - columns % Lanes.COUNT;
    VectorMask<Float> present = Lanes.SPECIES.indexInRange(whole, columns);
    int quarter = length / 4;
    for (int s = 0; s < quarter; s++) {
      int a = first + s * stride;
      int b = a + quarter * stride;
      int c = b + quarter * stride;
      int d = c + quarter * stride;
      FloatVector sumA = FloatVector.zero(Lanes.SPECIES);
      FloatVector sumB = sumA;
      FloatVector sumC = sumA;
      FloatVector sumD = sumA;
      for (int f = 0; f < whole; f += Lanes.COUNT) {
        FloatVector x = FloatVector.fromArray(Lanes.SPECIES, rows, row + f);
        sumA = x.fma(FloatVector.fromArray(Lanes.SPECIES, steps, a + f), sumA);
        sumB = x.fma(FloatVector.fromArray(Lanes.SPECIES, steps, b + f), sumB);
        sumC = x.fma(FloatVector.fromArray(Lanes.SPECIES, steps, c + f), sumC);
        sumD = x.fma(FloatVector.fromArray(Lanes.SPECIES, steps, d + f), sumD);
      }
      if (whole < columns) {
        FloatVector x = FloatVector.fromArray(Lanes.SPECIES, rows, row + whole, present);
        sumA = x.fma(FloatVector.fromArray(Lanes.SPECIES, steps, a + whole, present), sumA);
        sumB = x.fma(FloatVector.fromArray(Lanes.SPECIES, steps, b + whole, present), sumB);
        sumC = x.fma(FloatVector.fromArray(Lanes.SPECIES, steps, c + whole, present), sumC);
        sumD = x.fma(FloatVector.fromArray(Lanes.SPECIES, steps, d + whole, present), sumD);
      }
      int to = dot + s;
      dots[to] = LaneSums.of(sumA) + (accumulate ? dots[to] : 0);
      int toB = to + quarter;
      int toC = toB + quarter;
      int toD = toC + quarter;
      dots[toB] = LaneSums.of(sumB) + (accumulate ? dots[toB] : 0);
      dots[toC] = LaneSums.of(sumC) + (accumulate ? dots[toC] : 0);
      dots[toD] = LaneSums.of(sumD) + (accumulate ? dots[toD] : 0);
    }
    for (int s = 4 * quarter; s < length; s++) {
      int a = first + s * stride;
      FloatVector sum = FloatVector.zero(Lanes.SPECIES);
      for (int f = 0; f < whole; f += Lanes.COUNT) {
        FloatVector x = FloatVector.fromArray(Lanes.SPECIES, rows, row + f);
        sum = x.fma(FloatVector.fromArray(Lanes.SPECIES, steps, a + f), sum);
      }
      if (whole < columns) {
        FloatVector x = FloatVector.fromArray(Lanes.SPECIES, rows, row + whole, present);
        sum = x.fma(FloatVector.fromArray(Lanes.SPECIES, steps, a + whole, present), sum);
      }
      dots[dot + s] = LaneSums.of(sum) + (accumulate ? dots[dot + s] : 0);
    }
  }

  /// `mixed` = Σ over `length` steps of `weights[s] · steps[s]`, or `+=` when `accumulate`; four
  /// vectors of columns at a time.
  static void mix(
      float[] weights,
      int weight,
      float[] steps,
      int first,
      int stride,
      int length,
      float[] mixed,
      int to,
      int columns,
      boolean accumulate) {
    FloatVector zero = FloatVector.zero(Lanes.SPECIES);
    int f = 0;
    for (; f + 4 * Lanes.COUNT <= columns; f += 4 * Lanes.COUNT) {
      int b = to + f + Lanes.COUNT;
      int c = b + Lanes.COUNT;
      int d = c + Lanes.COUNT;
      FloatVector sumA = accumulate ? FloatVector.fromArray(Lanes.SPECIES, mixed, to + f) : zero;
      FloatVector sumB = accumulate ? FloatVector.fromArray(Lanes.SPECIES, mixed, b) : zero;
      FloatVector sumC = accumulate ? FloatVector.fromArray(Lanes.SPECIES, mixed, c) : zero;
      FloatVector sumD = accumulate ? FloatVector.fromArray(Lanes.SPECIES, mixed, d) : zero;
      int at = first + f;
      for (int s = 0; s < length; s++) {
        FloatVector w = FloatVector.broadcast(Lanes.SPECIES, weights[weight + s]);
        sumA = w.fma(FloatVector.fromArray(Lanes.SPECIES, steps, at), sumA);
        sumB = w.fma(FloatVector.fromArray(Lanes.SPECIES, steps, at + Lanes.COUNT), sumB);
        sumC = w.fma(FloatVector.fromArray(Lanes.SPECIES, steps, at + 2 * Lanes.COUNT), sumC);
        sumD = w.fma(FloatVector.fromArray(Lanes.SPECIES, steps, at + 3 * Lanes.COUNT), sumD);
        at += stride;
      }
      sumA.intoArray(mixed, to + f);
      sumB.intoArray(mixed, b);
      sumC.intoArray(mixed, c);
      sumD.intoArray(mixed, d);
    }
    for (; f < columns; f += Lanes.COUNT) {
      VectorMask<Float> present = Lanes.SPECIES.indexInRange(f, columns);
      FloatVector sum =
          accumulate ? FloatVector.fromArray(Lanes.SPECIES, mixed, to + f, present) : zero;
      int at = first + f;
      for (int s = 0; s < length; s++) {
        FloatVector w = FloatVector.broadcast(Lanes.SPECIES, weights[weight + s]);
        sum = w.fma(FloatVector.fromArray(Lanes.SPECIES, steps, at, present), sum);
        at += stride;
      }
      sum.intoArray(mixed, to + f, present);
    }
  }

  /// `steps[s] += weights[s] · row` for each of `length` steps.
  static void addOuter(
      float[] weights,
      int weight,
      float[] rows,
      int row,
      int columns,
      float[] steps,
      int first,
      int stride,
      int length) {
    int whole = columns - columns % Lanes.COUNT;
    VectorMask<Float> present = Lanes.SPECIES.indexInRange(whole, columns);
    int at = first;
    for (int s = 0; s < length; s++) {
      FloatVector w = FloatVector.broadcast(Lanes.SPECIES, weights[weight + s]);
      for (int f = 0; f < whole; f += Lanes.COUNT) {
        FloatVector.fromArray(Lanes.SPECIES, rows, row + f)
            .fma(w, FloatVector.fromArray(Lanes.SPECIES, steps, at + f))
            .intoArray(steps, at + f);
      }
      if (whole < columns) {
        FloatVector.fromArray(Lanes.SPECIES, rows, row + whole, present)
            .fma(w, FloatVector.fromArray(Lanes.SPECIES, steps, at + whole, present))
            .intoArray(steps, at + whole, present);
      }
      at += stride;
    }
  }
}
