package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Parts of a value and other views of it. Slices of the outermost axis and other shapes share the
/// data; a range of columns is copied together.
final class Parts {
  private Parts() {}

  /// The part `[from, to)` of the outermost axis.
  static Value slice(Value x, int from, int to) {
    if (x.shape().rank() == 0) {
      throw new IllegalArgumentException("slice of a single number");
    }
    return part(x, from, to, x.data().slice(from, to));
  }

  /// The element `index` of the outermost axis, without that axis.
  static Value at(Value x, int index) {
    if (x.shape().rank() == 0) {
      throw new IllegalArgumentException("element of a single number");
    }
    int[] extents = x.shape().toArray();
    Shape inner = Shape.of(Arrays.copyOfRange(extents, 1, extents.length));
    return part(x, index, index + 1, x.data().slice(index, index + 1).reshape(inner));
  }

  private static Value part(Value x, int from, int to, Tensor view) {
    return x.tape()
        .record(
            view,
            List.of(x),
            y -> {
              Tensor dx = x.gradientFromZero();
              Sums.addTo(x.tape().kernels(), y.gradient(), dx.slice(from, to));
            });
  }

  static Value reshape(Value x, Shape shape) {
    return x.tape().record(x.data().reshape(shape), List.of(x), y -> x.addGradient(y.gradient()));
  }

  /// The columns `[from, to)` of the innermost axis.
  static Value columns(Value x, int from, int to) {
    Tape tape = x.tape();
    Kernels kernels = tape.kernels();
    Matrix source = x.matrix().columns(from, to);
    Tensor part = tape.allocate(x.shape().withColumns(to - from));
    kernels.copy(source, Matrix.of(part));
    return tape.record(
        part,
        List.of(x),
        y -> {
          boolean started = x.gradientStarted();
          Matrix dx = Matrix.of(x.gradientFromZero()).columns(from, to);
          if (started) {
            Sums.addTo(kernels, y.gradientMatrix(), dx);
          } else {
            kernels.copy(y.gradientMatrix(), dx);
          }
        });
  }
}
