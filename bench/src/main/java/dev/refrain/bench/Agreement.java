package dev.refrain.bench;

import java.util.Locale;

/// What has to hold before speeds are compared: contenders that begin with the same weights have the
/// same losses, and still have them when they have learned the same.
final class Agreement {
  private static final double TOLERANCE = 1e-4;

  private Agreement() {}

  /// Holds how many numbers are learned against each other.
  ///
  /// @return a sentence that gives them
  /// @throws IllegalStateException if they differ
  static String ofSize(long peer, long refrain) {
    if (peer != refrain) {
      throw new IllegalStateException(
          "the peer learns %,d numbers and Refrain %,d; these are not the same models"
              .formatted(peer, refrain));
    }
    return "each learns %,d numbers".formatted(refrain);
  }

  /// Holds two losses against each other.
  ///
  /// @param what whose they are
  /// @return a sentence that gives them
  /// @throws IllegalStateException if they differ by more than one part in ten thousand
  static String of(String what, double one, double other) {
    if (!(Math.abs(one - other) <= TOLERANCE * Math.abs(other))) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s: the losses are %.6f and %.6f, they must be the same",
              what,
              one,
              other));
    }
    return String.format(Locale.ROOT, "%s: the losses are %.6f and %.6f", what, one, other);
  }
}
