package dev.refrain.bench.race;

import java.util.Map;

/// One side of a comparison: something that takes the same step again and again, in a process of its
/// own.
///
/// @see ContenderLoop
public interface Contender extends AutoCloseable {

  /// What must be the same for all contenders of a case, by name: how many numbers are learned, the
  /// loss before the first step and after a few. Asked for before anything is timed, if at all.
  Map<String, Double> figures();

  /// Takes so many steps.
  void run(int steps);

  /// Gives back what the contender holds outside the Java heap.
  @Override
  default void close() {}
}
