package dev.refrain.kernel.vector;

import dev.refrain.kernel.Pointwise;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/// Compiles pointwise programs to loops of vector operations: for each row, for each vector of
/// columns, all steps in local variables, then all writes.
final class PointwiseCompiler {

  /// What a loop depends on; programs that agree in it share one class.
  private record Equations(int operands, List<Pointwise.Step> steps, List<Pointwise.Write> writes) {
    static Equations of(Pointwise program) {
      return new Equations(program.operands().size(), program.steps(), program.writes());
    }
  }

  private static final Map<Pointwise, Takeover<PointwiseLoop>> KNOWN_PROGRAMS =
      Collections.synchronizedMap(new WeakHashMap<>());
  private static final Map<Equations, Takeover<PointwiseLoop>> KNOWN_EQUATIONS =
      new ConcurrentHashMap<>();

  private static final int WARM_COLUMNS = 26 * Lanes.COUNT;

  // Parameters of PointwiseLoop.run, as local variable slots (0 is `this`).
  private static final int ARRAYS = 1;
  private static final int OFFSETS = 2;
  private static final int ROW_STRIDES = 3;
  private static final int SCALARS = 4;
  private static final int ROWS = 5;
  private static final int COLUMNS = 6;

  private final Pointwise program;
  private final VectorCode vector;
  private final CodeBuilder code;
  private final Transcendentals transcendentals;
  private final int column;
  private final int[] arrays;
  private final int[] offsets;
  private final int[] results;

  private PointwiseCompiler(Pointwise program, VectorCode vector) {
    this.program = program;
    this.vector = vector;
    code = vector.code;
    transcendentals = new Transcendentals(vector);
    column = vector.integer();
    arrays = new int[program.operands().size()];
    offsets = new int[arrays.length];
    for (int operand = 0; operand < arrays.length; operand++) {
      arrays[operand] = vector.reference();
      offsets[operand] = vector.integer();
    }
    results = new int[program.steps().size()];
    for (int step = 0; step < results.length; step++) {
      results[step] = vector.reference();
    }
  }

  /// The loop of a program, made at the first request.
  static Takeover<PointwiseLoop> loop(Pointwise program) {
    Takeover<PointwiseLoop> known = KNOWN_PROGRAMS.get(program);
    if (known == null) {
      known =
          KNOWN_EQUATIONS.computeIfAbsent(
              Equations.of(program),
              equations ->
                  new Takeover<>(
                      new PlainPointwise(program),
                      () -> compile(program),
                      loop -> littleWork(loop, program)));
      KNOWN_PROGRAMS.put(program, known);
    }
    return known;
  }

  /// The loop over vectors. There is none for a program so long, some 25 transcendental functions,
  /// that HotSpot would never compile its loop.
  static Optional<PointwiseLoop> compile(Pointwise program) {
    String name = "Pointwise_" + program.name().replaceAll("[^A-Za-z0-9]", "_");
    byte[] classFile =
        VectorCode.classFile(
            PointwiseLoop.class, name, vector -> new PointwiseCompiler(program, vector).write());
    return VectorCode.exceedsCompiler(classFile)
        ? Optional.empty()
        : Optional.of(VectorCode.instance(PointwiseLoop.class, classFile));
  }

  private static Runnable littleWork(PointwiseLoop loop, Pointwise program) {
    float[][] arrays = new float[program.operands().size()][WARM_COLUMNS];
    int[] offsets = new int[arrays.length];
    float[] scalars = new float[program.scalars().size()];
    return () -> loop.run(arrays, offsets, offsets, scalars, 1, WARM_COLUMNS);
  }

  private void write() {
    for (int operand = 0; operand < arrays.length; operand++) {
      code.aload(ARRAYS).loadConstant(operand).aaload().astore(arrays[operand]);
      code.aload(OFFSETS).loadConstant(operand).iaload().istore(offsets[operand]);
    }
    for (int step = 0; step < results.length; step++) {
      writeInvariant(program.steps().get(step), results[step]);
    }
    Label nextRow = code.newLabel();
    Label lastRow = code.newLabel();
    code.labelBinding(nextRow).iload(ROWS).ifle(lastRow);
    writeColumns();
    for (int operand = 0; operand < arrays.length; operand++) {
      code.iload(offsets[operand]).aload(ROW_STRIDES).loadConstant(operand).iaload().iadd();
      code.istore(offsets[operand]);
    }
    code.iinc(ROWS, -1).goto_(nextRow).labelBinding(lastRow).return_();
  }

  /// Scalars and constants are spread over vectors before the loops.
  private void writeInvariant(Pointwise.Step step, int result) {
    if (step.operation() == Pointwise.Operation.SCALAR) {
      vector.species();
      code.aload(SCALARS).loadConstant(step.first()).faload();
      vector.broadcast();
      code.astore(result);
    } else if (step.operation() == Pointwise.Operation.CONSTANT) {
      vector.constant((float) step.constant());
      code.astore(result);
    }
  }

  private void writeColumns() {
    Label next = code.newLabel();
    Label end = code.newLabel();
    code.iconst_0().istore(column);
    code.labelBinding(next).iload(column).iload(COLUMNS).if_icmpge(end);
    for (int number = 0; number < results.length; number++) {
      Pointwise.Step step = program.steps().get(number);
      if (step.operation() != Pointwise.Operation.SCALAR
          && step.operation() != Pointwise.Operation.CONSTANT) {
        writeStep(step);
        code.astore(results[number]);
      }
    }
    for (Pointwise.Write write : program.writes()) {
      code.aload(results[write.step()]);
      element(write.operand());
      vector.store();
    }
    code.iinc(column, Lanes.COUNT).goto_(next).labelBinding(end);
  }

  private void element(int operand) {
    code.aload(arrays[operand]).iload(offsets[operand]).iload(column).iadd();
  }

  private void writeStep(Pointwise.Step step) {
    switch (step.operation()) {
      case READ -> {
        vector.species();
        element(step.first());
        vector.load();
      }
      case SCALAR, CONSTANT -> throw new IllegalStateException("written before the loops");
      case ADD -> binary(step, "add");
      case SUBTRACT -> binary(step, "sub");
      case MULTIPLY -> binary(step, "mul");
      case DIVIDE -> binary(step, "div");
      case MINIMUM -> binary(step, "min");
      case MAXIMUM -> binary(step, "max");
      case MULTIPLY_ADD -> {
        load(step.first()).aload(results[step.second()]).aload(results[step.third()]);
        vector.multiplyAdd();
      }
      case NEGATE -> unary(step, "neg");
      case ABSOLUTE -> unary(step, "abs");
      case SQUARE_ROOT -> unary(step, "sqrt");
      case EXP -> {
        load(step.first());
        transcendentals.exp();
      }
      case LOG -> {
        load(step.first());
        transcendentals.log();
      }
      case TANH -> {
        load(step.first());
        transcendentals.tanh();
      }
      case SIGMOID -> {
        load(step.first());
        transcendentals.sigmoid();
      }
      case WHERE_POSITIVE -> {
        load(step.third()).aload(results[step.second()]).aload(results[step.first()]);
        vector.compare("GT", 0).blend();
      }
    }
  }

  private void binary(Pointwise.Step step, String operation) {
    load(step.first()).aload(results[step.second()]);
    vector.binary(operation);
  }

  private void unary(Pointwise.Step step, String operation) {
    load(step.first());
    vector.unary(operation);
  }

  private CodeBuilder load(int step) {
    return code.aload(results[step]);
  }
}
