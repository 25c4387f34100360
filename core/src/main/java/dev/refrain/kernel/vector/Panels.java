package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.Arrays;
import java.util.Optional;

/// The packed layout of a right operand `[K, N]`: panels one vector wide, each holding its K rows
/// one after the other, the last panel filled up with zeros. A product reads each of them
/// from the first number to the last, a few side by side.
final class Panels {
  /// Columns of a panel.
  static final int WIDTH = Lanes.COUNT;

  /// Panels that are written side by side, where the operand's rows are contiguous.
  private static final int NEAR = 32;

  /// Copies a row into panels side by side, whose places for it are `distance` apart.
  private interface Row {
    void run(float[] source, int offset, float[] packed, int target, int distance, int panels);
  }

  private static final Takeover<Row> ROW =
      new Takeover<>(Panels::plainRow, Panels::makeRow, Panels::littleWork);

  private Panels() {}

  /// How many panels cover so many columns.
  static int count(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /// How long an array of all panels is; they begin at [Storage#LEAD].
  static int length(int depth, int columns) {
    return Math.addExact(
        Storage.LEAD, Math.multiplyExact(Math.multiplyExact(count(columns), WIDTH), depth));
  }

  /// Fills the panels from an operand of any strides.
  static void pack(float[] array, Matrix right, float[] packed) {
    int depth = right.rows();
    int whole = right.columnStride() == 1 ? right.columns() / WIDTH : 0;
    for (int panel = 0; panel < whole; panel += NEAR) {
      packRows(array, right, panel, Math.min(NEAR, whole - panel), packed);
    }
    for (int panel = whole; panel < count(right.columns()); panel++) {
      int column = panel * WIDTH;
      int present = Math.min(WIDTH, right.columns() - column);
      int target = Storage.LEAD + column * depth;
      if (present < WIDTH) {
        Arrays.fill(packed, target, target + depth * WIDTH, 0);
      }
      Transposition.copy(
          array,
          right.offset() + column * right.columnStride(),
          right.columnStride(),
          right.rowStride(),
          packed,
          target,
          WIDTH,
          present,
          depth);
    }
  }

  /// Row by row, so that the operand is read from the first number to the last.
  private static void packRows(float[] array, Matrix right, int panel, int panels, float[] packed) {
    Row form = ROW.form();
    int depth = right.rows();
    int source = right.offset() + panel * WIDTH;
    int target = Storage.LEAD + panel * WIDTH * depth;
    for (int k = 0; k < depth; k++) {
      form.run(array, source, packed, target, depth * WIDTH, panels);
      source += right.rowStride();
      target += WIDTH;
    }
  }

  private static void plainRow(
      float[] source, int offset, float[] packed, int target, int distance, int panels) {
    for (int i = 0; i < panels; i++) {
      System.arraycopy(source, offset + i * WIDTH, packed, target + i * distance, WIDTH);
    }
  }

  private static Optional<Row> makeRow() {
    return Optional.of(VectorCode.implement(Row.class, "PackedRow", Panels::writeRow));
  }

  private static void writeRow(VectorCode vector) {
    CodeBuilder code = vector.code;
    int source = 1;
    int offset = 2;
    int packed = 3;
    int target = 4;
    int distance = 5;
    int panels = 6;
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(next).iload(panels).ifle(done);
    vector.species();
    code.aload(source).iload(offset);
    vector.load();
    code.aload(packed).iload(target);
    vector.store();
    code.iinc(offset, WIDTH).iload(target).iload(distance).iadd().istore(target);
    code.iinc(panels, -1).goto_(next).labelBinding(done).return_();
  }

  private static Runnable littleWork(Row form) {
    int panels = 40;
    float[] source = new float[panels * WIDTH];
    float[] packed = new float[source.length];
    return () -> form.run(source, 0, packed, 0, WIDTH, panels);
  }
}
