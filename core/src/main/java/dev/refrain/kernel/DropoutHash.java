package dev.refrain.kernel;

/// The random bits of dropout masks: a hash of a seed and an element's number, so that a mask is
/// regenerated rather than stored, and every device draws the same one.
///
/// The mixer is "lowbias32" (Wellons 2018), run once for each half of the seed. It uses 32-bit
/// arithmetic alone, which vectors have at full width. A device that computes it in vectors repeats
/// [#bits] step by step from these constants.
public final class DropoutHash {
  public static final int FIRST_FACTOR = 0x7FEB352D;
  public static final int SECOND_FACTOR = 0x846CA68B;
  public static final int FIRST_SHIFT = 16;
  public static final int SECOND_SHIFT = 15;
  public static final int THIRD_SHIFT = 16;

  /// An element is kept when its bits, shifted right by this, are below [#threshold].
  public static final int COMPARED_SHIFT = 8;

  private DropoutHash() {}

  /// The bound for a probability: a multiple of 2⁻²⁴.
  public static int threshold(double keep) {
    return (int) Math.round(keep * (1 << (Integer.SIZE - COMPARED_SHIFT)));
  }

  /// What is added to the element's number before the first mixing.
  public static int firstKey(long seed) {
    return (int) seed;
  }

  /// What is added before the second mixing.
  public static int secondKey(long seed) {
    return (int) (seed >>> Integer.SIZE);
  }

  /// 32 random bits for an element.
  public static int bits(long seed, int element) {
    return mix(mix(element + firstKey(seed)) + secondKey(seed));
  }

  private static int mix(int x) {
    x ^= x >>> FIRST_SHIFT;
    x *= FIRST_FACTOR;
    x ^= x >>> SECOND_SHIFT;
    x *= SECOND_FACTOR;
    return x ^ (x >>> THIRD_SHIFT);
  }
}
