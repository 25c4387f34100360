package dev.refrain.decode;

/// How many tokens a decoded sequence may have, the one that ends it not counted: at least
/// `minimum`, at most `perSourceToken · S + extra` for a source of S tokens (rounded down, and
/// never below the minimum).
///
/// @param minimum the fewest tokens; the end is forbidden before
/// @param perSourceToken how many for each token of the source
/// @param extra how many more
public record LengthLimits(int minimum, double perSourceToken, int extra) {
  /// Up to twice the source and ten more (Wu et al. 2016 allow twice the source).
  public static final LengthLimits DEFAULT = new LengthLimits(0, 2, 10);

  /// @throws IllegalArgumentException if a value is negative, or nothing could be written
  public LengthLimits {
    if (minimum < 0) {
      throw new IllegalArgumentException("a minimum length of %d; 0 or more".formatted(minimum));
    }
    if (!(perSourceToken >= 0 && perSourceToken <= 1000)
        || extra < 0
        || perSourceToken + extra == 0) {
      throw new IllegalArgumentException(
          "a maximum length of %s tokens for each of the source and %d more; at least one of them above 0"
              .formatted(perSourceToken, extra));
    }
  }

  /// The same limits for every source.
  ///
  /// @throws IllegalArgumentException if the maximum is not at least 1 and the minimum
  public static LengthLimits between(int minimum, int maximum) {
    if (maximum < 1 || maximum < minimum) {
      throw new IllegalArgumentException(
          "a maximum length of %d; at least 1 and the minimum length, %d"
              .formatted(maximum, minimum));
    }
    return new LengthLimits(minimum, 0, maximum);
  }

  /// The most tokens that may be written for a source of so many.
  public int maximum(int sourceLength) {
    return Math.max(minimum, (int) (perSourceToken * sourceLength) + extra);
  }
}
