package dev.refrain.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.Pointwise.Operation;
import dev.refrain.kernel.Pointwise.Term;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class VectorPointwiseTest {
  private static final long SEED = 20250302;
  private static final Kernels FAST = new VectorKernels();
  private static final Kernels SLOW = ReferenceKernels.float32();
  private static final double TOLERANCE = 2e-6;

  /// Every operation, each on its own result, so that a difference shows which one it is.
  static final Pointwise EVERYTHING = everything();

  private final Rng rng = Rng.seeded(SEED);

  private static Pointwise everything() {
    var p = Pointwise.named("everything");
    Term x = p.read("x");
    Term y = p.read("y");
    Term z = p.read("z");
    Term s = p.scalar("s");
    p.write("add", x.plus(y)).write("subtract", x.minus(y)).write("multiply", x.times(y));
    p.write("divide", x.over(y.absolute().plus(p.constant(0.5))));
    p.write("multiplyAdd", x.timesPlus(y, z));
    p.write("minimum", x.minimum(y)).write("maximum", x.maximum(y));
    p.write("negate", x.negate()).write("absolute", x.absolute());
    p.write("squareRoot", x.absolute().squareRoot());
    p.write("exp", x.exp()).write("log", x.absolute().log());
    p.write("tanh", x.tanh()).write("sigmoid", x.sigmoid());
    p.write("where", x.wherePositive(y, z)).write("scalar", s.times(x)).write("constant", s);
    return p.build();
  }

  @Test
  void theTestProgramUsesEveryOperation() {
    Set<Operation> used = EnumSet.noneOf(Operation.class);
    EVERYTHING.steps().forEach(step -> used.add(step.operation()));
    assertThat(used).containsExactlyInAnyOrder(Operation.values());
  }

  @Test
  void everyOperationAgreesAtEveryWidth() {
    int lanes = Lanes.COUNT;
    int[] widths = {
      1, 2, lanes - 1, lanes, lanes + 1, 2 * lanes - 1, 2 * lanes, 2 * lanes + 1, 5 * lanes + 3
    };
    for (int columns : widths) {
      for (Twin.Layout layout : new Twin.Layout[] {Twin.Layout.DENSE, Twin.Layout.SPACED}) {
        for (int rows : new int[] {1, 2, 7, 40}) {
          check(EVERYTHING, rows, columns, layout);
        }
      }
    }
  }

  @Test
  void specialNumbersAreTreatedAsByMath() {
    float[] numbers = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0,
      -0f,
      1,
      -1,
      Float.MAX_VALUE,
      Float.MIN_VALUE
    };
    List<Twin> twins = new ArrayList<>();
    int count = numbers.length * numbers.length;
    for (String operand : EVERYTHING.operands()) {
      Twin twin = Twin.random(rng, 1, count, Twin.Layout.DENSE);
      for (int i = 0; i < count; i++) {
        switch (operand) {
          case "x" -> twin.set(0, i, numbers[i / numbers.length]);
          case "y" -> twin.set(0, i, numbers[i % numbers.length]);
          case "z" -> twin.set(0, i, numbers[(i / 2) % numbers.length]);
          default -> twin.set(0, i, 0);
        }
      }
      twins.add(twin);
    }
    run(EVERYTHING, twins, 0.5);
    for (int i = 0; i < twins.size(); i++) {
      twins.get(i).assertAgree(TOLERANCE, EVERYTHING.operands().get(i));
    }
  }

  @Test
  void resultsDoNotDependOnTheColumn() {
    var p = Pointwise.named("position");
    Term x = p.read("x");
    p.write("y", x.tanh().plus(x.sigmoid()).timesPlus(x.exp(), x.absolute().log()));
    Pointwise program = p.build();
    int columns = 3 * Lanes.COUNT + 5;
    Tensor x1 = Tensor.zeros(1, columns);
    Tensor y1 = Tensor.zeros(1, columns);
    double number = rng.nextGaussian();
    FAST.fill(Matrix.of(x1), number);
    FAST.prepare(program).bind("x", Matrix.of(x1)).bind("y", Matrix.of(y1)).run();
    for (float y : y1.toArray()) {
      assertThat(y).as("seed %d", SEED).isEqualTo((float) y1.get(0));
    }
  }

  @Test
  void readsComeBeforeWritesInPlace() {
    var p = Pointwise.named("exchange");
    Term a = p.read("a");
    Term b = p.read("b");
    p.write("a", b.plus(a.tanh())).write("b", a.times(b));
    Pointwise program = p.build();
    for (int columns = 1; columns < 40; columns++) {
      check(program, 3, columns, Twin.Layout.SPACED);
    }
  }

  @Test
  void operandsMayShareMemory() {
    var p = Pointwise.named("shared");
    Term x = p.read("x");
    p.write("y", x.times(x.plus(p.read("z"))));
    Pointwise program = p.build();
    Twin shared = Twin.random(rng, 3, 21, Twin.Layout.SPACED);
    Twin other = Twin.random(rng, 3, 21, Twin.Layout.DENSE);
    run(program, List.of(shared, other, shared), 0);
    shared.assertAgree(TOLERANCE, "shared, seed " + SEED);
  }

  @Test
  void rowsAreRepeatedByAStrideOfZero() {
    var p = Pointwise.named("bias");
    p.write("y", p.read("x").plus(p.read("bias")));
    Pointwise program = p.build();
    for (int columns : new int[] {1, Lanes.COUNT - 1, Lanes.COUNT, 3 * Lanes.COUNT + 2}) {
      Tensor bias = Tensor.zeros(columns);
      for (int i = 0; i < columns; i++) {
        bias.set(i, rng.nextGaussian());
      }
      Twin x = Twin.random(rng, 50, columns, Twin.Layout.SPACED);
      Matrix repeated = Matrix.broadcast(bias, 50);
      Twin biases = new Twin(bias, repeated, bias, repeated);
      Twin y = Twin.random(rng, 50, columns, Twin.Layout.DENSE);
      run(program, List.of(x, biases, y), 0);
      y.assertAgree(TOLERANCE, "bias over %d columns, seed %d".formatted(columns, SEED));
    }
  }

  @Test
  void movedWindowsAndScalarsAreSeenByTheNextRun() {
    var p = Pointwise.named("moved");
    p.write("y", p.read("x").times(p.scalar("s")));
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    Tensor y = Tensor.zeros(3, 2);
    Matrix from = Matrix.of(x).rows(0, 1);
    Matrix to = Matrix.of(y).rows(0, 1);
    PointwiseCall call = FAST.prepare(p.build()).bind("x", from).bind("y", to).bind("s", 2);
    call.run();
    from.moveTo(x.offset() + 4, 1);
    to.moveTo(y.offset() + 2, 1);
    call.bind("s", 10).run();
    assertThat(y.toArray()).containsExactly(2, 4, 50, 60, 0, 0);
  }

  @Test
  void longProgramsAgree() {
    check(chain(12), 3, 2 * Lanes.COUNT + 1, Twin.Layout.SPACED);
    check(chain(12), 1, 100 * Lanes.COUNT, Twin.Layout.DENSE);
  }

  @Test
  void programsBeyondTheCompilersLimitAgree() {
    Pointwise program = chain(24);
    assertThat(PointwiseCompiler.compile(program)).isEmpty();
    assertThat(PointwiseCompiler.compile(chain(12))).isPresent();
    check(program, 3, 2 * Lanes.COUNT + 1, Twin.Layout.SPACED);
  }

  /// A program with two transcendental functions for each of `length` pairs of operands.
  private static Pointwise chain(int length) {
    var p = Pointwise.named("chain" + length);
    Term sum = p.read("x0");
    for (int i = 0; i < length; i++) {
      Term x = p.read("x" + i);
      Term w = p.read("w" + i);
      sum = sum.plus(x.tanh().times(w.sigmoid())).times(p.constant(0.5 / (1 + i)));
      p.write("x" + i, sum.minus(x)).write("w" + i, sum.times(w));
    }
    return p.build();
  }

  @Test
  void operandsOfTheOtherPrecisionAreRefused() {
    var p = Pointwise.named("copy");
    p.write("y", p.read("x"));
    Pointwise program = p.build();
    Matrix doubles = Matrix.of(Tensor.zeros(Precision.FLOAT64, Shape.of(2, 3)));
    Matrix floats = Matrix.of(Tensor.zeros(2, 3));
    for (Kernels kernels : List.of(FAST, SLOW)) {
      PointwiseCall call = kernels.prepare(program).bind("x", doubles).bind("y", floats);
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("FLOAT64");
    }
  }

  private void check(Pointwise program, int rows, int columns, Twin.Layout layout) {
    List<Twin> twins = new ArrayList<>();
    for (int i = 0; i < program.operands().size(); i++) {
      twins.add(Twin.random(rng, rows, columns, layout));
    }
    run(program, twins, rng.nextGaussian());
    for (int i = 0; i < twins.size(); i++) {
      twins
          .get(i)
          .assertAgree(
              TOLERANCE,
              "%s.%s, %d×%d %s, seed %d"
                  .formatted(
                      program.name(), program.operands().get(i), rows, columns, layout, SEED));
    }
  }

  private static void run(Pointwise program, List<Twin> twins, double scalar) {
    PointwiseCall fast = FAST.prepare(program);
    PointwiseCall slow = SLOW.prepare(program);
    for (String name : program.scalars()) {
      fast.bind(name, scalar);
      slow.bind(name, scalar);
    }
    for (int i = 0; i < twins.size(); i++) {
      fast.bind(program.operands().get(i), twins.get(i).fast());
      slow.bind(program.operands().get(i), twins.get(i).slow());
    }
    fast.run();
    slow.run();
  }
}
