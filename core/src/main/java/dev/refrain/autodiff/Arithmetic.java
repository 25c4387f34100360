package dev.refrain.autodiff;

import dev.refrain.kernel.Pointwise;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Sum, difference and product, element by element. The right side has the shape of the left, or
/// the left's innermost axes alone, and then it repeats over the outer ones: a bias `[F]` over
/// `[T, B, F]`, a mask `[B, F]` over the time steps of `[T, B, F]`.
final class Arithmetic {
  private static final Pointwise PLUS = program("plus", Pointwise.Term::plus);
  private static final Pointwise MINUS = program("minus", Pointwise.Term::minus);
  private static final Pointwise TIMES = program("times", Pointwise.Term::times);
  private static final Pointwise LINE = line();

  private static final PointwiseGradient NEGATED =
      PointwiseGradient.named("negated", p -> p.read("dy").negate());
  private static final PointwiseGradient TIMES_OTHER =
      PointwiseGradient.named("timesOther", p -> p.read("dy").times(p.read("other")));
  private static final PointwiseGradient SCALED =
      PointwiseGradient.named("scaled", p -> p.read("dy").times(p.scalar("factor")));

  private Arithmetic() {}

  @FunctionalInterface
  private interface Equation {
    Pointwise.Term of(Pointwise.Term left, Pointwise.Term right);
  }

  private static Pointwise program(String name, Equation equation) {
    var p = Pointwise.named(name);
    p.write("result", equation.of(p.read("left"), p.read("right")));
    return p.build();
  }

  private static Pointwise line() {
    var p = Pointwise.named("line");
    p.write("result", p.read("x").timesPlus(p.scalar("factor"), p.scalar("shift")));
    return p.build();
  }

  static Value plus(Value left, Value right) {
    int rows = repetitions("plus", left, right);
    Tensor sum = compute(PLUS, left, right, rows);
    return left.tape().record(sum, List.of(left, right), y -> plusBackward(y, left, right, rows));
  }

  private static void plusBackward(Value y, Value left, Value right, int rows) {
    Tensor dy = y.gradient();
    if (rows > 1) {
      addRows(dy, right, rows);
      pass(dy, left);
    } else if (left.differentiable() && right.differentiable()) {
      boolean copyToLeft = left.gradientStarted();
      (copyToLeft ? left : right).addGradientCopy(dy);
      (copyToLeft ? right : left).addGradient(dy);
    } else {
      pass(dy, left);
      pass(dy, right);
    }
  }

  static Value minus(Value left, Value right) {
    int rows = repetitions("minus", left, right);
    Tensor difference = compute(MINUS, left, right, rows);
    return left.tape()
        .record(difference, List.of(left, right), y -> minusBackward(y, left, right, rows));
  }

  private static void minusBackward(Value y, Value left, Value right, int rows) {
    Tensor dy = y.gradient();
    if (right.differentiable()) {
      Tensor upper = rows == 1 ? dy : rowSum(dy, right, rows);
      NEGATED.apart(right, 1).bind("dy", Matrix.ofRows(upper, 1)).run();
    }
    pass(dy, left);
  }

  static Value times(Value left, Value right) {
    int rows = repetitions("times", left, right);
    Tensor product = compute(TIMES, left, right, rows);
    return left.tape()
        .record(product, List.of(left, right), y -> timesBackward(y, left, right, rows));
  }

  private static void timesBackward(Value y, Value left, Value right, int rows) {
    Tensor dy = y.gradient();
    if (right.differentiable()) {
      if (rows == 1) {
        TIMES_OTHER
            .apart(right, 1)
            .bind("dy", Matrix.ofRows(dy, 1))
            .bind("other", Matrix.ofRows(left.data(), 1))
            .run();
      } else {
        boolean accumulate = right.gradientStarted();
        y.tape()
            .kernels()
            .columnDots(
                Matrix.ofRows(dy, rows),
                Matrix.ofRows(left.data(), rows),
                Matrix.ofRows(right.gradient(), 1),
                accumulate);
      }
    }
    if (left.differentiable()) {
      TIMES_OTHER
          .consuming(dy, left, rows)
          .bind("other", Matrix.broadcast(right.data(), rows))
          .run();
    }
  }

  /// `factor · x + shift`.
  static Value line(Value x, double factor, double shift) {
    Tensor result = x.tape().allocate(x.shape());
    x.tape()
        .kernels()
        .prepare(LINE)
        .bind("x", Matrix.ofRows(x.data(), 1))
        .bind("factor", factor)
        .bind("shift", shift)
        .bind("result", Matrix.ofRows(result, 1))
        .run();
    return x.tape()
        .record(
            result,
            List.of(x),
            y -> SCALED.consuming(y.gradient(), x, 1).bind("factor", factor).run());
  }

  private static Tensor compute(Pointwise program, Value left, Value right, int rows) {
    Tensor result = left.tape().allocate(left.shape());
    left.tape()
        .kernels()
        .prepare(program)
        .bind("left", Matrix.ofRows(left.data(), rows))
        .bind("right", Matrix.broadcast(right.data(), rows))
        .bind("result", Matrix.ofRows(result, rows))
        .run();
    return result;
  }

  /// How many times the right side repeats over the left.
  private static int repetitions(String operation, Value left, Value right) {
    Shape whole = left.shape();
    Shape part = right.shape();
    int outer = whole.rank() - part.rank();
    boolean fits = outer >= 0;
    for (int axis = 0; fits && axis < part.rank(); axis++) {
      fits = part.extent(axis) == whole.extent(outer + axis);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s of %s and %s: the right side must have the shape of the left or its innermost axes"
              .formatted(operation, whole, part));
    }
    int rows = 1;
    for (int axis = 0; axis < outer; axis++) {
      rows *= whole.extent(axis);
    }
    return rows;
  }

  private static void pass(Tensor dy, Value x) {
    if (x.differentiable()) {
      x.addGradient(dy);
    }
  }

  private static void addRows(Tensor dy, Value right, int rows) {
    if (right.differentiable()) {
      boolean accumulate = right.gradientStarted();
      right
          .tape()
          .kernels()
          .columnSums(Matrix.ofRows(dy, rows), Matrix.ofRows(right.gradient(), 1), accumulate);
    }
  }

  private static Tensor rowSum(Tensor dy, Value right, int rows) {
    Tensor sums = right.tape().allocate(right.shape());
    right.tape().kernels().columnSums(Matrix.ofRows(dy, rows), Matrix.ofRows(sums, 1), false);
    return sums;
  }
}
