package dev.refrain.app;

import java.util.function.Function;
import java.util.function.Predicate;

/// An option that does nothing in some configurations.
///
/// @param option the option's name
/// @param idle whether it would do nothing
/// @param why what it would need, to stand after "it"
record IdleOption<C>(String option, Predicate<C> idle, String why) {
  /// The same for configurations that hold one of these.
  <D> IdleOption<D> within(Function<D, C> part) {
    return new IdleOption<>(option, whole -> idle.test(part.apply(whole)), why);
  }
}
