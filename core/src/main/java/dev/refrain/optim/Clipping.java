package dev.refrain.optim;

/// How gradients are kept from exploding. Both bounds may hold at once: the norm first, then the
/// values.
///
/// @param norm the longest the gradient of all parameters taken together may be (Pascanu, Mikolov &
///     Bengio 2013); infinity for no bound
/// @param value the largest magnitude of each element; infinity for no bound
public record Clipping(double norm, double value) {
  /// No bounds.
  public static final Clipping NONE =
      new Clipping(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /// Added to a norm before it divides, as PyTorch does.
  private static final double GUARD = 1e-6;

  /// @throws IllegalArgumentException if a bound is not greater than 0
  public Clipping {
    if (!(norm > 0)) {
      throw new IllegalArgumentException(
          "the norm to clip to is " + norm + ", it must be greater than 0");
    }
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "the value to clip to is " + value + ", it must be greater than 0");
    }
  }

  public static Clipping byNorm(double norm) {
    return NONE.withNorm(norm);
  }

  public static Clipping byValue(double value) {
    return NONE.withValue(value);
  }

  public Clipping withNorm(double norm) {
    return new Clipping(norm, value);
  }

  public Clipping withValue(double value) {
    return new Clipping(norm, value);
  }

  /// What a gradient of length `found` is multiplied by: 1 when it is short enough.
  public double factor(double found) {
    return Math.min(1, norm / (found + GUARD));
  }

  boolean clipsValues() {
    return value < Double.POSITIVE_INFINITY;
  }
}
