package dev.refrain.kernel;

import dev.refrain.tensor.Matrix;

/// A [Pointwise] program with its operands in place. Made once before a loop by
/// [Kernels#prepare]; within the loop its windows are moved and [#run] is called, without
/// allocation. Not safe to share between threads.
public abstract class PointwiseCall {
  private final Pointwise program;
  protected final Matrix[] operands;
  protected final double[] scalars;

  protected PointwiseCall(Pointwise program) {
    this.program = program;
    operands = new Matrix[program.operands().size()];
    scalars = new double[program.scalars().size()];
  }

  /// Puts a window in an operand's place; its column stride must be 1. The window is kept, so
  /// moving it later moves the operand.
  public final PointwiseCall bind(String operand, Matrix window) {
    if (window.columnStride() != 1) {
      throw new IllegalArgumentException(
          "operand '%s' of %s has column stride %d, it must be 1"
              .formatted(operand, program.name(), window.columnStride()));
    }
    operands[program.operand(operand)] = window;
    return this;
  }

  /// Gives a scalar its value.
  public final PointwiseCall bind(String scalar, double value) {
    scalars[program.scalar(scalar)] = value;
    return this;
  }

  public final Pointwise program() {
    return program;
  }

  /// Computes all elements. Every operand must have the same rows and columns (a row stride of
  /// zero repeats one row).
  ///
  /// @throws IllegalStateException if an operand is missing or the extents differ
  public final void run() {
    Matrix first = operands[0];
    for (int i = 0; i < operands.length; i++) {
      Matrix operand = operands[i];
      if (operand == null
          || first == null
          || operand.rows() != first.rows()
          || operand.columns() != first.columns()) {
        throw mismatch(i);
      }
    }
    if (first.rows() > 0 && first.columns() > 0) {
      compute(first.rows(), first.columns());
    }
  }

  private IllegalStateException mismatch(int operand) {
    return new IllegalStateException(
        "operand '%s' of %s is %s, '%s' is %s"
            .formatted(
                program.operands().get(operand),
                program.name(),
                operands[operand],
                program.operands().getFirst(),
                operands[0]));
  }

  /// Computes `rows × columns` elements of the bound operands, which have been checked.
  protected abstract void compute(int rows, int columns);
}
