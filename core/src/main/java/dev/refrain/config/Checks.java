package dev.refrain.config;

/// Checks of a configuration's values.
public final class Checks {
  private Checks() {}

  /// Refuses a configuration with a message, formatted, unless `held`.
  ///
  /// @throws IllegalArgumentException if it is refused
  @SuppressWarnings("AnnotateFormatMethod") // the annotation lives in a library core must not have
  public static void require(boolean held, String message, Object... values) {
    if (!held) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }

  /// Refuses a value that is not `least` to `most`.
  ///
  /// @throws IllegalArgumentException if it is refused
  public static void requireWhole(String name, int value, int least, int most) {
    require(
        value >= least && value <= most, "%s is %d, it must be %d to %d", name, value, least, most);
  }

  /// Refuses a value that is not 0 to 1; both are allowed.
  ///
  /// @throws IllegalArgumentException if it is refused
  public static void requireShare(String name, double value) {
    require(value >= 0 && value <= 1, "%s is %s, it must be 0 to 1", name, value);
  }

  /// Refuses a value that is not at least 0 and below 1.
  ///
  /// @throws IllegalArgumentException if it is refused
  public static void requireRate(String name, double rate) {
    require(rate >= 0 && rate < 1, "%s is %s, it must be at least 0 and below 1", name, rate);
  }
}
