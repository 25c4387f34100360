package dev.refrain.kernel;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;

/// The checks of [AttentionKernels]' operands, the same for all devices.
public final class AttentionExtents {
  private AttentionExtents() {}

  /// `perStep[R, S]` goes with the reach.
  public static void perStep(String operation, Matrix perStep, Reach reach) {
    if (perStep.rows() != reach.rows() || perStep.columns() < reach.longest()) {
      throw disagreement(operation, perStep, reach, "a row for each and a column for each step");
    }
    Extents.unitColumnStride(operation, perStep);
  }

  /// `rows[R, F]` goes with the reach and with `steps[S·B, F]`, of as many steps as `perStep[R, S]`
  /// has columns.
  public static void steps(
      String operation, Matrix rows, Matrix steps, Matrix perStep, Reach reach) {
    perStep(operation, perStep, reach);
    Extents.sameColumns(operation, rows, steps);
    if (rows.rows() != reach.rows()) {
      throw disagreement(operation, rows, reach, "a row for each");
    }
    if (steps.rows() != perStep.columns() * reach.batch()) {
      throw disagreement(
          operation, steps, reach, perStep.columns() + " steps of each sequence as rows");
    }
    Extents.unitColumnStride(operation, rows);
    Extents.unitColumnStride(operation, steps);
  }

  /// The operands of additive scores, or their gradients, go together.
  public static void additive(
      String operation, AttentionKernels.Additive operands, Matrix perStep, Reach reach) {
    steps(operation, operands.queries(), operands.keys(), perStep, reach);
    Extents.rowOf(operation, operands.queries(), operands.vector());
    Extents.unitColumnStride(operation, operands.vector());
  }

  /// All windows hold the numbers these kernels work on.
  public static void precision(Precision expected, Matrix... windows) {
    for (Matrix window : windows) {
      Extents.precision(expected, window.storage());
    }
  }

  private static IllegalArgumentException disagreement(
      String operation, Matrix window, Reach reach, String rule) {
    return new IllegalArgumentException(
        "%s: %s for %s: it must have %s".formatted(operation, window, reach, rule));
  }
}
