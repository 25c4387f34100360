package dev.refrain.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The width of vectors on this machine, a constant to the compiler.
///
/// The system property `refrain.vector.bits` (128, 256 or 512) forces a width other than the
/// machine's preferred one, so that one machine can test the code for others.
final class Lanes {
  static final VectorSpecies<Float> SPECIES = species();

  /// Floats in a vector.
  static final int COUNT = SPECIES.length();

  // Lanes exchanged at a distance, and the lanes whose number has that bit, for transposing.
  static final VectorShuffle<Float> EXCHANGE_1 = exchange(1);
  static final VectorShuffle<Float> EXCHANGE_2 = exchange(2);
  static final VectorShuffle<Float> EXCHANGE_4 = exchange(4);
  static final VectorShuffle<Float> EXCHANGE_8 = exchange(8);
  static final VectorMask<Float> BIT_1 = bit(1);
  static final VectorMask<Float> BIT_2 = bit(2);
  static final VectorMask<Float> BIT_4 = bit(4);
  static final VectorMask<Float> BIT_8 = bit(8);

  // Lanes 0, 2, 4 … and then 1, 3, 5 …
  static final VectorShuffle<Float> ROTATED_BITS =
      VectorShuffle.fromOp(SPECIES, lane -> lane * 2 % COUNT + lane * 2 / COUNT);

  private Lanes() {}

  private static VectorShuffle<Float> exchange(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) % COUNT);
  }

  private static VectorMask<Float> bit(int distance) {
    boolean[] set = new boolean[COUNT];
    for (int lane = 0; lane < COUNT; lane++) {
      set[lane] = (lane & distance) != 0;
    }
    return VectorMask.fromArray(SPECIES, set, 0);
  }

  private static VectorSpecies<Float> species() {
    String bits = System.getProperty("refrain.vector.bits");
    if (bits == null) {
      return FloatVector.SPECIES_PREFERRED;
    }
    return switch (bits) {
      case "128" -> FloatVector.SPECIES_128;
      case "256" -> FloatVector.SPECIES_256;
      case "512" -> FloatVector.SPECIES_512;
      default ->
          throw new IllegalArgumentException(
              "refrain.vector.bits is '" + bits + "', it must be 128, 256 or 512");
    };
  }
}
