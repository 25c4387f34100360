package dev.refrain.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The sum of a vector's lanes, halves added to halves. `reduceLanes(ADD)` may add in another order
/// when it is compiled than when it is interpreted, so the bits of a run would depend on when the
/// compiler was done.
final class LaneSums {
  /// Doubles in vectors as wide as those of floats.
  static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, Lanes.SPECIES.vectorShape());

  private static final VectorShuffle<Double> EXCHANGE_4 = exchange(4);
  private static final VectorShuffle<Double> EXCHANGE_2 = exchange(2);
  private static final VectorShuffle<Double> EXCHANGE_1 = exchange(1);

  private LaneSums() {}

  static float of(FloatVector v) {
    FloatVector sum = v;
    if (Lanes.COUNT > 8) {
      sum = sum.add(sum.rearrange(Lanes.EXCHANGE_8));
    }
    if (Lanes.COUNT > 4) {
      sum = sum.add(sum.rearrange(Lanes.EXCHANGE_4));
    }
    sum = sum.add(sum.rearrange(Lanes.EXCHANGE_2));
    sum = sum.add(sum.rearrange(Lanes.EXCHANGE_1));
    return sum.lane(0);
  }

  static double of(DoubleVector v) {
    DoubleVector sum = v;
    if (DOUBLES.length() > 4) {
      sum = sum.add(sum.rearrange(EXCHANGE_4));
    }
    if (DOUBLES.length() > 2) {
      sum = sum.add(sum.rearrange(EXCHANGE_2));
    }
    sum = sum.add(sum.rearrange(EXCHANGE_1));
    return sum.lane(0);
  }

  /// The same of numbers that stand for lanes, and are lost.
  static float of(float[] lanes) {
    for (int distance = lanes.length / 2; distance > 0; distance /= 2) {
      for (int lane = 0; lane < distance; lane++) {
        lanes[lane] += lanes[lane + distance];
      }
    }
    return lanes[0];
  }

  /// The same of numbers that stand for lanes, of one vector or of two that are added first.
  static double of(double[] lanes) {
    for (int distance = lanes.length / 2; distance > 0; distance /= 2) {
      for (int lane = 0; lane < distance; lane++) {
        lanes[lane] += lanes[lane + distance];
      }
    }
    return lanes[0];
  }

  private static VectorShuffle<Double> exchange(int distance) {
    int count = DOUBLES.length();
    return VectorShuffle.fromOp(DOUBLES, lane -> (lane ^ distance) % count);
  }
}
