package dev.refrain.nn.cell;

import dev.refrain.autodiff.Value;
import java.util.List;
import java.util.Optional;

/// A built-in cell, told twice: as tape operations, which say what it means, and as a [FusedStep],
/// which is fast. The contract test holds the two against each other.
public interface CellDefinition {

  /// The step as stages of products and pointwise programs.
  FusedStep fused();

  /// The step as tape operations.
  ///
  /// @param weights this cell's parameters on the tape
  /// @param input the input projection `Wx·x + b`, `[B, G·H]`, blocks in the order of
  ///     [FusedStep#gates]
  /// @param hIn what recurrent products see of the previous output, `[B, H]`
  /// @param previous the state's parts before this step, each `[B, H]`
  /// @return the new state's parts
  List<Value> step(CellWeights weights, Value input, Value hIn, List<Value> previous);

  /// The gate whose bias starts above zero so that a new cell remembers (Gers et al. 2000;
  /// Jozefowicz et al. 2015), if the cell has one.
  default Optional<String> forgetGate() {
    return Optional.empty();
  }
}
