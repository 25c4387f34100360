package dev.refrain.nn.cell;

import dev.refrain.nn.Parameters;

/// Makes a [Cell] with its parameters: `(scope, input, hidden) -> new LeakyCell(scope, input,
/// hidden, 0.9)`.
@FunctionalInterface
public interface CellFactory {
  /// Makes a cell.
  ///
  /// @param scope where its parameters are registered
  /// @param input I, the width of its input
  /// @param hidden H, the width of its output
  Cell create(Parameters.Scope scope, int input, int hidden);
}
