package dev.refrain.kernel.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/// The hot loop of softmax and cross-entropy, generated so that it shares the exponential of
/// [Transcendentals]: `target = e^(source − shift)` over one row, and the sum of it.
final class RowExponentials {

  /// One row's exponentials.
  interface Row {
    /// See [RowLoops#exponentials].
    float run(float[] source, int from, float[] target, int to, int columns, float shift);
  }

  // Parameters of Row.run, as local variable slots (0 is `this`).
  private static final int SOURCE = 1;
  private static final int FROM = 2;
  private static final int TARGET = 3;
  private static final int TO = 4;
  private static final int COLUMNS = 5;
  private static final int SHIFT = 6;

  private final VectorCode vector;
  private final CodeBuilder code;
  private final Transcendentals transcendentals;
  private final int column;
  private final int shifts;
  private final int mask;
  private final int result;
  private final int sum;

  private RowExponentials(VectorCode vector) {
    this.vector = vector;
    code = vector.code;
    transcendentals = new Transcendentals(vector);
    column = vector.integer();
    shifts = vector.reference();
    mask = vector.reference();
    result = vector.reference();
    sum = vector.reference();
  }

  static Row make() {
    return VectorCode.implement(
        Row.class, "RowExponentials", vector -> new RowExponentials(vector).write());
  }

  private void write() {
    vector.species();
    code.fload(SHIFT);
    vector.broadcast();
    code.astore(shifts);
    vector.constant(0);
    code.astore(sum);
    Label next = code.newLabel();
    Label rest = code.newLabel();
    Label end = code.newLabel();
    code.iconst_0().istore(column);
    code.labelBinding(next);
    code.iload(column).iload(COLUMNS).loadConstant(Lanes.COUNT).isub().if_icmpgt(rest);
    writeVector(false);
    code.iinc(column, Lanes.COUNT).goto_(next);
    code.labelBinding(rest).iload(column).iload(COLUMNS).if_icmpge(end);
    vector.species();
    code.iload(column).iload(COLUMNS);
    vector.indexInRange();
    code.astore(mask);
    writeVector(true);
    code.labelBinding(end).aload(sum);
    vector.sumOfLanes();
    code.freturn();
  }

  private void writeVector(boolean masked) {
    vector.species();
    code.aload(SOURCE).iload(FROM).iload(column).iadd();
    if (masked) {
      code.aload(mask);
      vector.loadMasked();
    } else {
      vector.load();
    }
    code.aload(shifts);
    vector.binary("sub");
    transcendentals.exp();
    code.astore(result).aload(sum).aload(result);
    if (masked) {
      code.aload(mask);
      vector.addMasked();
    } else {
      vector.binary("add");
    }
    code.astore(sum);
    Label unwritten = code.newLabel();
    code.aload(TARGET).ifnull(unwritten);
    code.aload(result).aload(TARGET).iload(TO).iload(column).iadd();
    if (masked) {
      code.aload(mask);
      vector.storeMasked();
    } else {
      vector.store();
    }
    code.labelBinding(unwritten);
  }
}
