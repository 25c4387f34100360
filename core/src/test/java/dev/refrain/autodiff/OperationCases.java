package dev.refrain.autodiff;

import dev.refrain.autodiff.OperationCase.Domain;
import dev.refrain.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Every operation of the tape, at several sizes.
final class OperationCases {
  private final List<OperationCase> cases = new ArrayList<>();

  private OperationCases() {}

  static List<OperationCase> all() {
    var all = new OperationCases();
    all.add(1, 1, 1);
    all.add(2, 5, 1);
    all.add(1, 2, 5);
    all.add(5, 3, 2);
    return all.cases;
  }

  private void add(int t, int b, int f) {
    Shape sequence = Shape.of(t, b, f);
    arithmetic(sequence);
    functions(sequence);
    products(t, b, f);
    parts(t, b, f);
    rows(t, b, f);
    sequences(t, b, f);
  }

  private void one(String name, Shape shape, Domain domain, GradientCheck.Function apply) {
    cases.add(OperationCase.of(name, List.of(shape), apply).on(domain));
  }

  private void one(String name, Shape shape, GradientCheck.Function apply) {
    one(name, shape, Domain.ANY, apply);
  }

  private void two(String name, Shape first, Shape second, GradientCheck.Function apply) {
    cases.add(OperationCase.of(name, List.of(first, second), apply));
  }

  private void arithmetic(Shape whole) {
    int b = whole.extent(1);
    int f = whole.extent(2);
    for (Shape right : List.of(whole, Shape.of(b, f), Shape.of(f), Shape.of())) {
      two("plus", whole, right, (tape, x) -> x.get(0).plus(x.get(1)));
      two("minus", whole, right, (tape, x) -> x.get(0).minus(x.get(1)));
      two("times", whole, right, (tape, x) -> x.get(0).times(x.get(1)));
    }
    one("plus itself", whole, (tape, x) -> x.get(0).plus(x.get(0)));
    one("minus itself", whole, (tape, x) -> x.get(0).minus(x.get(0)));
    one("times itself", whole, (tape, x) -> x.get(0).times(x.get(0)));
    one("plus constant", whole, (tape, x) -> x.get(0).plus(constant(tape, whole)));
    one("constant plus", whole, (tape, x) -> constant(tape, whole).plus(x.get(0)));
    one("constant minus", whole, (tape, x) -> constant(tape, whole).minus(x.get(0)));
    one("constant times", whole, (tape, x) -> constant(tape, whole).times(x.get(0)));
    one("scaledBy", whole, (tape, x) -> x.get(0).scaledBy(-2.5));
    one("complement", whole, (tape, x) -> x.get(0).complement());
    one("negate", whole, (tape, x) -> x.get(0).negate());
  }

  private static Value constant(Tape tape, Shape shape) {
    return tape.constant(tape.zeros(shape)).scaledBy(0).complement().scaledBy(1.5);
  }

  private void functions(Shape shape) {
    one("tanh", shape, (tape, x) -> x.get(0).tanh());
    one("sigmoid", shape, (tape, x) -> x.get(0).sigmoid());
    one("relu", shape, Domain.NOT_NEAR_ZERO, (tape, x) -> x.get(0).relu());
    one("exp", shape, (tape, x) -> x.get(0).exp());
    one("log", shape, Domain.POSITIVE, (tape, x) -> x.get(0).log());
    one("softmax", shape, (tape, x) -> x.get(0).softmax());
    one("sum", shape, (tape, x) -> x.get(0).sum());
    one("mean", shape, (tape, x) -> x.get(0).mean());
    one("normalized", shape, (tape, x) -> x.get(0).normalized(0.1));
    Shape vector = Shape.of(shape.columns());
    cases.add(
        OperationCase.of(
            "normalized with gain and bias",
            List.of(shape, vector, vector),
            (tape, x) -> x.get(0).normalized(x.get(1), x.get(2), 0.1)));
  }

  private void products(int t, int b, int f) {
    for (Shape shape : List.of(Shape.of(t, b, f), Shape.of(b, f), Shape.of(f))) {
      two("linear", shape, Shape.of(4, f), (tape, x) -> x.get(0).linear(x.get(1)));
      cases.add(
          OperationCase.of(
              "linear with bias",
              List.of(shape, Shape.of(4, f), Shape.of(4)),
              (tape, x) -> x.get(0).linear(x.get(1), x.get(2))));
    }
    two(
        "linear of constant",
        Shape.of(4, f),
        Shape.of(4),
        (tape, x) -> constant(tape, Shape.of(b, f)).linear(x.get(0), x.get(1)));
  }

  private void parts(int t, int b, int f) {
    Shape whole = Shape.of(t, b, f);
    one("slice", whole, (tape, x) -> x.get(0).slice(t / 2, t));
    one("at", whole, (tape, x) -> x.get(0).at(t - 1));
    one("reshape", whole, (tape, x) -> x.get(0).reshape(f, t * b));
    one("columns", whole, (tape, x) -> x.get(0).columns(f / 2, f));
    one("rows of a reshaped slice", whole, (tape, x) -> x.get(0).reshape(t * b, f).slice(0, 1));
    two(
        "join columns",
        whole,
        Shape.of(t, b, 3),
        (tape, x) -> Join.columns(List.of(x.get(0), x.get(1), x.get(0))));
    two(
        "join outer",
        whole,
        Shape.of(3, b, f),
        (tape, x) -> Join.outer(List.of(x.get(0), x.get(1), x.get(0))));
    two("stack", whole, whole, (tape, x) -> Join.stack(List.of(x.get(0), x.get(1), x.get(0))));
  }

  private void rows(int t, int b, int f) {
    int[] ids = new int[2 * t];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (i * 7) % (b + 1) - 1;
    }
    one("gather", Shape.of(b, f), (tape, x) -> Rows.gather(x.get(0), ids, Shape.of(2, t, f)));
    boolean[] keep = new boolean[t * b];
    for (int r = 0; r < keep.length; r++) {
      keep[r] = r % 3 != 1;
    }
    one("keepRows", Shape.of(t, b, f), (tape, x) -> Masks.keepRows(x.get(0), keep));
  }

  private void sequences(int t, int b, int f) {
    Shape whole = Shape.of(t, b, f);
    int[] differing = new int[b];
    int[] permutation = new int[b];
    for (int i = 0; i < b; i++) {
      differing[i] = (i * 3 + t) % (t + 1);
      permutation[i] = b - 1 - i;
    }
    int[] repeated = new int[b + 1];
    repeated[b] = b - 1;
    one("reorder", whole, (tape, x) -> Sequences.reorder(x.get(0), permutation));
    one("reorder repeated", whole, (tape, x) -> Sequences.reorder(x.get(0), repeated));
    for (int[] lengths : new int[][] {differing, null}) {
      String of = lengths == null ? " full" : " padded";
      one("reverse" + of, whole, (tape, x) -> Sequences.reverse(x.get(0), lengths));
      one("lastValid" + of, whole, (tape, x) -> Sequences.lastValid(x.get(0), lengths));
      one(
          "maskPadding" + of,
          whole,
          (tape, x) -> Sequences.maskPadding(x.get(0), lengths).scaledBy(2));
      one("meanOverValid" + of, whole, (tape, x) -> Sequences.meanOverValid(x.get(0), lengths));
      one("maxOverValid" + of, whole, (tape, x) -> Sequences.maxOverValid(x.get(0), lengths));
    }
  }
}
