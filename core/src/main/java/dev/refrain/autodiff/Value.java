package dev.refrain.autodiff;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// A tensor on a [Tape], with its gradient once the way back has reached it.
public final class Value {
  private final Tape tape;
  private final Tensor data;
  private final boolean differentiable;
  private Tensor gradient;

  Value(Tape tape, Tensor data, boolean differentiable) {
    this.tape = tape;
    this.data = data;
    this.differentiable = differentiable;
  }

  public Tape tape() {
    return tape;
  }

  public Tensor data() {
    return data;
  }

  public Shape shape() {
    return data.shape();
  }

  /// The data as a matrix, all axes but the innermost taken together as rows.
  public Matrix matrix() {
    return Matrix.of(data);
  }

  /// Whether a gradient is wanted: a parameter, or computed from one, on a recording tape. An
  /// operation's way back must pass over inputs for which this is false.
  public boolean differentiable() {
    return differentiable;
  }

  /// Whether something has already been added to the gradient. An operation asks this before it
  /// calls [#gradient]: if not, it must overwrite, for the buffer is not cleared.
  public boolean gradientStarted() {
    return gradient != null;
  }

  /// The gradient, `[same shape]`. The first call takes a buffer that is **not cleared**, and from
  /// then on [#gradientStarted] is true.
  public Tensor gradient() {
    if (gradient == null) {
      if (!differentiable) {
        throw new IllegalStateException("no gradient is wanted for this value " + shape());
      }
      gradient = tape.allocate(shape());
    }
    return gradient;
  }

  /// The gradient as a matrix; see [#gradient].
  public Matrix gradientMatrix() {
    return Matrix.of(gradient());
  }

  /// Adds `contribution` to the gradient. If it is the first, the tensor itself becomes the
  /// gradient, so the caller must not use its memory for anything else afterwards.
  public void addGradient(Tensor contribution) {
    if (gradient == null) {
      gradient = contribution.reshape(shape());
    } else {
      Sums.addTo(tape.kernels(), contribution, gradient);
    }
  }

  @Override
  public String toString() {
    return "value " + shape();
  }
}
