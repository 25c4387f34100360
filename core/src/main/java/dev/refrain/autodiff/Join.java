package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Putting values together: side by side, or one after the other.
public final class Join {
  private Join() {}

  /// Values side by side: `[.., F₁]`, `[.., F₂]` … give `[.., F₁ + F₂ + …]`.
  ///
  /// @throws IllegalArgumentException if there is none, or the outer axes differ
  public static Value columns(List<Value> parts) {
    Value first = first(parts);
    int columns = 0;
    for (Value part : parts) {
      Shape shape = part.shape();
      if (shape.rank() == 0
          || shape.rank() != first.shape().rank()
          || !shape.withColumns(1).equals(first.shape().withColumns(1))) {
        throw new IllegalArgumentException(
            "joining columns of %s and %s: all axes but the innermost must agree"
                .formatted(first.shape(), shape));
      }
      columns += shape.columns();
    }
    Tape tape = first.tape();
    Kernels kernels = tape.kernels();
    Tensor whole = tape.allocate(first.shape().withColumns(columns));
    Matrix target = Matrix.of(whole);
    int from = 0;
    for (Value part : parts) {
      int to = from + part.shape().columns();
      kernels.copy(part.matrix(), target.columns(from, to));
      from = to;
    }
    List<Value> inputs = List.copyOf(parts);
    return tape.record(whole, inputs, y -> columnsBackward(y.gradientMatrix(), inputs));
  }

  private static void columnsBackward(Matrix dy, List<Value> parts) {
    int from = 0;
    for (Value part : parts) {
      int to = from + part.shape().columns();
      if (part.differentiable()) {
        Kernels kernels = part.tape().kernels();
        if (part.gradientStarted()) {
          Sums.addTo(kernels, dy.columns(from, to), part.gradientMatrix());
        } else {
          kernels.copy(dy.columns(from, to), part.gradientMatrix());
        }
      }
      from = to;
    }
  }

  /// Values one after the other along the outermost axis: `[T₁, ..]`, `[T₂, ..]` … give
  /// `[T₁ + T₂ + …, ..]`.
  ///
  /// @throws IllegalArgumentException if there is none, or the inner axes differ
  public static Value outer(List<Value> parts) {
    Value first = first(parts);
    int[] extents = first.shape().toArray();
    int total = 0;
    for (Value part : parts) {
      if (part.shape().rank() > 0 && extents.length > 0) {
        extents[0] = part.shape().extent(0);
      }
      if (part.shape().rank() == 0 || !part.shape().equals(Shape.of(extents))) {
        throw new IllegalArgumentException(
            "joining %s and %s: all axes but the outermost must agree"
                .formatted(first.shape(), part.shape()));
      }
      total += part.shape().extent(0);
    }
    extents[0] = total;
    return concatenated(parts, Shape.of(extents));
  }

  /// Values of the same shape `[..]` under a new outermost axis: `[parts, ..]`, such as the steps
  /// of a time loop.
  ///
  /// @throws IllegalArgumentException if there is none, or the shapes differ
  public static Value stack(List<Value> parts) {
    Value first = first(parts);
    for (Value part : parts) {
      if (!part.shape().equals(first.shape())) {
        throw new IllegalArgumentException(
            "stacking %s and %s: the shapes must agree".formatted(first.shape(), part.shape()));
      }
    }
    int[] inner = first.shape().toArray();
    int[] extents = new int[inner.length + 1];
    extents[0] = parts.size();
    System.arraycopy(inner, 0, extents, 1, inner.length);
    return concatenated(parts, Shape.of(extents));
  }

  private static Value concatenated(List<Value> parts, Shape shape) {
    Tape tape = parts.getFirst().tape();
    Tensor whole = tape.allocate(shape);
    Tensor flat = whole.reshape(shape.size());
    int from = 0;
    for (Value part : parts) {
      int to = from + part.shape().size();
      tape.kernels().copy(Matrix.ofRows(part.data(), 1), Matrix.of(flat.slice(from, to)));
      from = to;
    }
    List<Value> inputs = List.copyOf(parts);
    return tape.record(whole, inputs, y -> concatenatedBackward(y.gradient(), inputs));
  }

  /// Each part takes over its stretch of `dy`, without a copy.
  private static void concatenatedBackward(Tensor dy, List<Value> parts) {
    Tensor flat = dy.reshape(dy.shape().size());
    int from = 0;
    for (Value part : parts) {
      int to = from + part.shape().size();
      if (part.differentiable()) {
        part.addGradient(flat.slice(from, to));
      }
      from = to;
    }
  }

  private static Value first(List<Value> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("joining nothing: at least one value is needed");
    }
    return parts.getFirst();
  }
}
