package dev.refrain.kernel.vector;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A loop in two forms that give the same bits: in plain Java, which is fast after milliseconds, and
/// over vectors, which takes over when it is compiled. Because of the bits it makes no difference
/// when that is.
///
/// @param <T> what both forms are
final class Takeover<T> {
  private final T plain;
  private final WarmUp<T> vectors;

  /// @param make makes the form over vectors, unless there is none
  /// @param littleWork what calls a form as [WarmUp] wants it
  Takeover(T plain, Supplier<Optional<T>> make, Function<T, Runnable> littleWork) {
    this.plain = plain;
    vectors = new WarmUp<>(make, littleWork, littleWork.apply(plain), 1);
  }

  /// The form to use now.
  T form() {
    T compiled = vectors.compiled();
    return compiled != null ? compiled : plain;
  }
}
