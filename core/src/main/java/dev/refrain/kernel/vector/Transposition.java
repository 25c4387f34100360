package dev.refrain.kernel.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.Optional;

/// Copies a window of any strides with its rows and columns exchanged, in blocks as high and wide
/// as a vector is long: each block goes through registers, where log₂(lanes) rounds of exchanges
/// between pairs of vectors transpose it.
final class Transposition {

  /// Transposes blocks of `lanes × lanes`.
  interface Blocks {
    /// `target[c][r] = source[r][c]` for r in one block and c in `blocks` blocks side by side.
    void run(
        float[] source,
        int offset,
        int row,
        float[] target,
        int targetOffset,
        int targetRow,
        int blocks);
  }

  private static final Takeover<Blocks> BLOCKS =
      new Takeover<>(Transposition::plainBlocks, Transposition::make, Transposition::littleWork);

  private Transposition() {}

  /// `target[c][r] = source[r][c]`; a target's row is contiguous.
  ///
  /// @param row distance of the source's rows
  /// @param column distance of the source's columns
  static void copy(
      float[] source,
      int offset,
      int row,
      int column,
      float[] target,
      int targetOffset,
      int targetRow,
      int rows,
      int columns) {
    int blockRows = 0;
    int blockColumns = 0;
    if (column == 1) {
      blockRows = rows - rows % Lanes.COUNT;
      blockColumns = columns - columns % Lanes.COUNT;
      Blocks form = BLOCKS.form();
      for (int r = 0; r < blockRows; r += Lanes.COUNT) {
        form.run(
            source,
            offset + r * row,
            row,
            target,
            targetOffset + r,
            targetRow,
            blockColumns / Lanes.COUNT);
      }
    }
    plain(
        source,
        offset + blockColumns * column,
        row,
        column,
        target,
        targetOffset + blockColumns * targetRow,
        targetRow,
        blockRows,
        columns - blockColumns);
    plain(
        source,
        offset + blockRows * row,
        row,
        column,
        target,
        targetOffset + blockRows,
        targetRow,
        rows - blockRows,
        columns);
  }

  /// One number after the other, for windows of any size and strides.
  static void plain(
      float[] source,
      int offset,
      int row,
      int column,
      float[] target,
      int targetOffset,
      int targetRow,
      int rows,
      int columns) {
    for (int c = 0; c < columns; c++) {
      int from = offset + c * column;
      int to = targetOffset + c * targetRow;
      for (int r = 0; r < rows; r++) {
        target[to + r] = source[from];
        from += row;
      }
    }
  }

  private static void plainBlocks(
      float[] source,
      int offset,
      int row,
      float[] target,
      int targetOffset,
      int targetRow,
      int blocks) {
    int columns = blocks * Lanes.COUNT;
    plain(source, offset, row, 1, target, targetOffset, targetRow, Lanes.COUNT, columns);
  }

  private static Optional<Blocks> make() {
    return Optional.of(
        VectorCode.implement(Blocks.class, "TransposedBlocks", Transposition::write));
  }

  private static Runnable littleWork(Blocks form) {
    int blocks = 26;
    int size = blocks * Lanes.COUNT;
    float[] source = new float[Lanes.COUNT * size];
    float[] target = new float[size * Lanes.COUNT];
    return () -> form.run(source, 0, size, target, 0, Lanes.COUNT, blocks);
  }

  private static void write(VectorCode vector) {
    CodeBuilder code = vector.code;
    int source = 1;
    int offset = 2;
    int row = 3;
    int target = 4;
    int targetOffset = 5;
    int targetRow = 6;
    int blocks = 7;
    int spare = vector.reference();
    int[] rows = vector.references(Lanes.COUNT);
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(next).iload(blocks).ifle(done);
    vector.loadRows(rows, source, offset, row);
    for (int distance = 1; distance < Lanes.COUNT; distance *= 2) {
      vector.exchangeBits(rows, distance, distance, spare);
    }
    for (int i = 0; i < Lanes.COUNT; i++) {
      code.aload(rows[i])
          .aload(target)
          .iload(targetRow)
          .loadConstant(i)
          .imul()
          .iload(targetOffset)
          .iadd();
      vector.store();
    }
    code.iinc(offset, Lanes.COUNT);
    code.iload(targetOffset)
        .iload(targetRow)
        .loadConstant(Lanes.COUNT)
        .imul()
        .iadd()
        .istore(targetOffset);
    code.iinc(blocks, -1).goto_(next).labelBinding(done).return_();
  }
}
