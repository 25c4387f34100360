package dev.refrain.kernel.vector;

import dev.refrain.kernel.Extents;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.tensor.FloatStorage;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;

/// A compiled program with its operands. The loop handles whole vectors in place. The columns left
/// over at the ends of rows are gathered into vectors of their own, several rows at a time, and go
/// through the same loop, so that an element's bits do not depend on its column.
final class VectorPointwiseCall extends PointwiseCall {
  /// Elements gathered at a time.
  private static final int GATHERED = 16 * Lanes.COUNT;

  private final Takeover<PointwiseLoop> loop;
  private final float[][] arrays;
  private final int[] offsets;
  private final int[] rowStrides;
  private final float[] scalarFloats;
  private final boolean[] read;
  private final int[] written;
  private final int[] gatheredOffsets;
  private float[][] gathered;

  VectorPointwiseCall(Pointwise program, Takeover<PointwiseLoop> loop) {
    super(program);
    this.loop = loop;
    arrays = new float[operands.length][];
    offsets = new int[operands.length];
    rowStrides = new int[operands.length];
    scalarFloats = new float[scalars.length];
    gatheredOffsets = new int[operands.length];
    read = new boolean[operands.length];
    written = program.writes().stream().mapToInt(Pointwise.Write::operand).toArray();
    for (Pointwise.Step step : program.steps()) {
      if (step.operation() == Pointwise.Operation.READ) {
        read[step.first()] = true;
      }
    }
  }

  @Override
  protected void compute(int rows, int columns) {
    boolean dense = true;
    for (int i = 0; i < operands.length; i++) {
      Matrix operand = operands[i];
      if (!(operand.storage() instanceof FloatStorage(float[] array))) {
        Extents.precision(Precision.FLOAT32, operand.storage());
        return;
      }
      arrays[i] = array;
      offsets[i] = operand.offset();
      rowStrides[i] = operand.rowStride();
      dense &= rowStrides[i] == columns;
    }
    for (int i = 0; i < scalars.length; i++) {
      scalarFloats[i] = (float) scalars[i];
    }
    if (dense) {
      columns *= rows;
      rows = 1;
    }
    int whole = columns - columns % Lanes.COUNT;
    if (whole > 0) {
      loop.form().run(arrays, offsets, rowStrides, scalarFloats, rows, whole);
    }
    if (whole < columns) {
      computeRest(rows, whole, columns - whole);
    }
  }

  /// The `rest` columns from column `whole` on.
  private void computeRest(int rows, int whole, int rest) {
    if (gathered == null) {
      gathered = new float[operands.length][GATHERED];
    }
    int rowsAtATime = GATHERED / rest;
    for (int row = 0; row < rows; row += rowsAtATime) {
      int count = Math.min(rowsAtATime, rows - row);
      for (int i = 0; i < operands.length; i++) {
        if (read[i]) {
          gather(i, offsets[i] + whole + row * rowStrides[i], count, rest);
        }
      }
      int elements = (count * rest + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;
      loop.form().run(gathered, gatheredOffsets, gatheredOffsets, scalarFloats, 1, elements);
      for (int i : written) {
        scatter(i, offsets[i] + whole + row * rowStrides[i], count, rest);
      }
    }
  }

  private void gather(int operand, int from, int rows, int columns) {
    float[] source = arrays[operand];
    float[] target = gathered[operand];
    int to = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        target[to++] = source[from + column];
      }
      from += rowStrides[operand];
    }
  }

  private void scatter(int operand, int to, int rows, int columns) {
    float[] source = gathered[operand];
    float[] target = arrays[operand];
    int from = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        target[to + column] = source[from++];
      }
      to += rowStrides[operand];
    }
  }
}
