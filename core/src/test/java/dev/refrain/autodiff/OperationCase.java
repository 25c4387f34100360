package dev.refrain.autodiff;

import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// One operation with the shapes of the inputs it is tried on.
record OperationCase(String name, Domain domain, List<Shape> shapes, GradientCheck.Function apply) {

  /// Where an operation's derivative is smooth.
  enum Domain {
    ANY,
    POSITIVE,
    NOT_NEAR_ZERO
  }

  static OperationCase of(String name, List<Shape> shapes, GradientCheck.Function apply) {
    return new OperationCase(name, Domain.ANY, shapes, apply);
  }

  OperationCase on(Domain other) {
    return new OperationCase(name, other, shapes, apply);
  }

  /// Different random numbers for every element of every input, in double.
  List<Tensor> inputs(long seed) {
    Rng rng = Rng.seeded(seed).split(name);
    return IntStream.range(0, shapes.size()).mapToObj(i -> input(shapes.get(i), rng)).toList();
  }

  private Tensor input(Shape shape, Rng rng) {
    Tensor tensor = Tensor.zeros(Precision.FLOAT64, shape);
    for (int i = 0; i < shape.size(); i++) {
      double x = rng.nextGaussian();
      tensor.set(
          i,
          switch (domain) {
            case ANY -> x;
            case POSITIVE -> 0.5 + Math.abs(x);
            case NOT_NEAR_ZERO -> Math.copySign(0.1 + Math.abs(x), x);
          });
    }
    return tensor;
  }

  @Override
  public String toString() {
    return name + shapes;
  }
}
