package dev.refrain.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Walks over the whole range of float, bit pattern by bit pattern in strides, and holds each
/// function against Math in double precision.
final class TranscendentalsTest {
  private static final double TOLERANCE = 1e-6;
  private static final int STRIDE = Integer.getInteger("refrain.test.stride", 251);
  private static final int COUNT = 1 << 14;

  @Test
  void exp() {
    // Below the normal numbers one step between floats is the tolerance.
    check("exp", Pointwise.Term::exp, Math::exp, Float.MIN_VALUE);
  }

  @Test
  void sigmoid() {
    check("sigmoid", Pointwise.Term::sigmoid, x -> 1 / (1 + Math.exp(-x)), 3e-39);
  }

  @Test
  void tanh() {
    check("tanh", Pointwise.Term::tanh, Math::tanh, Float.MIN_VALUE);
  }

  @Test
  void log() {
    check("log", Pointwise.Term::log, Math::log, 0);
  }

  @Test
  void boundedFunctionsStayWithinTheirBounds() {
    float[] found = apply("tanh", Pointwise.Term::tanh, new float[] {-1e30f, -8, 8, 1e30f});
    assertThat(found).doesNotContain(Float.NaN);
    for (float value : found) {
      assertThat(Math.abs(value)).isBetween(0.999999f, 1f);
    }
  }

  private static void check(
      String name,
      UnaryOperator<Pointwise.Term> function,
      DoubleUnaryOperator truth,
      double absolute) {
    Tensor x = Tensor.zeros(1, COUNT);
    Tensor y = Tensor.zeros(1, COUNT);
    PointwiseCall call = call(name, function, x, y);
    List<Float> special = special();
    long bits = Integer.MIN_VALUE;
    int next = 0;
    while (bits <= Integer.MAX_VALUE || next < special.size()) {
      for (int i = 0; i < COUNT; i++) {
        if (next < special.size()) {
          x.set(i, special.get(next++));
        } else {
          x.set(i, Float.intBitsToFloat((int) Math.min(bits, Integer.MAX_VALUE)));
          bits += STRIDE;
        }
      }
      call.run();
      for (int i = 0; i < COUNT; i++) {
        compare(name, x.get(i), y.get(i), truth.applyAsDouble(x.get(i)), absolute);
      }
    }
  }

  private static void compare(
      String name, double argument, double found, double exact, double absolute) {
    double expected = Math.abs(exact) > Float.MAX_VALUE * (1 + 3e-8) ? exact * 1e300 : exact;
    boolean same = Double.compare(found, expected) == 0;
    double error = Math.abs(found - expected);
    boolean nearOverflow = Math.abs(exact) > Float.MAX_VALUE * (1 - TOLERANCE);
    if (!same
        && !(error <= TOLERANCE * Math.abs(expected))
        && !(error <= absolute)
        && !(nearOverflow && Math.abs(found) > Float.MAX_VALUE * (1 - TOLERANCE))) {
      fail(
          "%s(%s) = %s, expected %s, relative error %s",
          name, argument, found, expected, error / Math.abs(expected));
    }
    if (expected == 0 && exact == 0 && argument == 0) {
      assertThat(1 / found).as("sign of %s(%s)", name, argument).isEqualTo(1 / exact);
    }
  }

  /// Special values and the neighbourhoods of all places where an implementation changes its way.
  private static List<Float> special() {
    List<Float> special =
        new ArrayList<>(
            List.of(
                Float.NaN,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                0f,
                -0f,
                Float.MIN_VALUE,
                -Float.MIN_VALUE,
                Float.MAX_VALUE,
                -Float.MAX_VALUE));
    float[] places = {
      Float.MIN_NORMAL,
      0.5f,
      0.70710677f,
      1,
      1.4142135f,
      2,
      7.75f,
      86.6f,
      87.336f,
      88.3763f,
      88.7228f,
      89,
      103.28f,
      103.97f,
      104,
      0.3465736f,
      0.6931472f,
      1.3862944f
    };
    for (float place : places) {
      for (int step = -200; step <= 200; step++) {
        float near = Float.intBitsToFloat(Float.floatToRawIntBits(place) + step);
        special.add(near);
        special.add(-near);
      }
    }
    return special;
  }

  private static float[] apply(
      String name, UnaryOperator<Pointwise.Term> function, float[] arguments) {
    Tensor y = Tensor.zeros(1, arguments.length);
    call(name, function, Tensor.of(arguments, 1, arguments.length), y).run();
    return y.toArray();
  }

  private static PointwiseCall call(
      String name, UnaryOperator<Pointwise.Term> function, Tensor x, Tensor y) {
    var p = Pointwise.named(name);
    p.write("y", function.apply(p.read("x")));
    return new VectorKernels().prepare(p.build()).bind("x", Matrix.of(x)).bind("y", Matrix.of(y));
  }
}
