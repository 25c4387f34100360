package dev.refrain.bench;

/// One side of a comparison: something that does a fixed amount of work again and again.
///
/// @see SideBySide
public interface Contender extends AutoCloseable {

  /// As it is to stand in the table.
  String name();

  /// Does the work once.
  ///
  /// @return the seconds that it took
  double runOnce();

  /// The work of one run, in the unit of the comparison: characters, tokens, pairs.
  long workPerRun();

  /// Gives back what the contender holds outside the Java heap.
  @Override
  default void close() {}
}
