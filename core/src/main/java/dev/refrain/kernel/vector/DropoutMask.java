package dev.refrain.kernel.vector;

import dev.refrain.kernel.DropoutHash;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// [DropoutHash] for a vector of elements at a time.
final class DropoutMask {
  private static final VectorSpecies<Integer> INTEGERS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(Lanes.SPECIES.vectorBitSize()));

  private static final IntVector NUMBERS = IntVector.zero(INTEGERS).addIndex(1);

  private DropoutMask() {}

  /// The mask of elements `first … first + columns − 1`.
  static void write(
      float[] mask, int offset, int columns, long seed, int first, int threshold, float kept) {
    FloatVector ones = FloatVector.broadcast(Lanes.SPECIES, kept);
    int secondKey = DropoutHash.secondKey(seed);
    int element = first + DropoutHash.firstKey(seed);
    for (int c = 0; c < columns; c += Lanes.COUNT) {
      IntVector x = NUMBERS.add(element + c);
      x =
          x.lanewise(
              VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, DropoutHash.FIRST_SHIFT));
      x = x.mul(DropoutHash.FIRST_FACTOR);
      x =
          x.lanewise(
              VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, DropoutHash.SECOND_SHIFT));
      x = x.mul(DropoutHash.SECOND_FACTOR);
      x =
          x.lanewise(
              VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, DropoutHash.THIRD_SHIFT));
      x = x.add(secondKey);
      x =
          x.lanewise(
              VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, DropoutHash.FIRST_SHIFT));
      x = x.mul(DropoutHash.FIRST_FACTOR);
      x =
          x.lanewise(
              VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, DropoutHash.SECOND_SHIFT));
      x = x.mul(DropoutHash.SECOND_FACTOR);
      x =
          x.lanewise(
              VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, DropoutHash.THIRD_SHIFT));
      VectorMask<Float> drawn =
          x.lanewise(VectorOperators.LSHR, DropoutHash.COMPARED_SHIFT)
              .compare(VectorOperators.LT, threshold)
              .cast(Lanes.SPECIES);
      FloatVector.zero(Lanes.SPECIES)
          .blend(ones, drawn)
          .intoArray(mask, offset + c, Lanes.SPECIES.indexInRange(c, columns));
    }
  }
}
