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
  private volatile T form;

  /// @param make makes the form over vectors, unless there is none
  /// @param littleWork what calls a form as [WarmUp] wants it
  Takeover(T plain, Supplier<Optional<T>> make, Function<T, Runnable> littleWork) {
    form = plain;
    WarmUp.begin(make, littleWork, littleWork.apply(plain), vectors -> form = vectors);
  }

  /// The form to use now.
  T form() {
    return form;
  }
}
