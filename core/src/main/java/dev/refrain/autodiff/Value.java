package dev.refrain.autodiff;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;

/// A tensor on a [Tape], with its gradient once the way back has reached it, and the operations
/// that can be done with it.
///
/// Data once computed is never changed. Gradients are: the way back of an operation may use up its
/// result's gradient to make those of its inputs, so only the gradients of parameters outlast
/// [Tape#backward].
public final class Value {
  private final Tape tape;
  private final Tensor data;
  private final boolean differentiable;
  private Tensor gradient;
  private WaitingProducts products; // of the gradient; null: none
  private WaitingRows rows; // of the gradient; null: none; never both
  private int rowsToMultiply;
  private RightOperand operand; // null: not used as one
  private RightOperand operandTransposed;
  private PickedRows picked; // null: it was not

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

  /// The rows this value was picked from, or null if it was not.
  public PickedRows picked() {
    return picked;
  }

  void setPicked(PickedRows rows) {
    picked = rows;
  }

  /// Whether something has already been added to the gradient. An operation asks this before it
  /// calls [#gradient]: if not, it must overwrite, for the buffer is not cleared.
  public boolean gradientStarted() {
    return gradient != null || products != null || rows != null;
  }

  /// The gradient, `[same shape]`. The first call takes a buffer that is **not cleared**, and from
  /// then on [#gradientStarted] is true.
  public Tensor gradient() {
    settle();
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
    settle();
    if (gradient == null) {
      gradient = contribution.reshape(shape());
    } else {
      Sums.addTo(tape.kernels(), contribution, gradient);
    }
  }

  /// Adds `contribution` to the gradient and leaves its memory alone.
  void addGradientCopy(Tensor contribution) {
    settle();
    if (gradient == null) {
      tape.kernels().copy(Matrix.ofRows(contribution, 1), Matrix.ofRows(gradient(), 1));
    } else {
      Sums.addTo(tape.kernels(), contribution, gradient);
    }
  }

  /// The gradient for an operation that only adds to parts of it: zeros if nothing has been added
  /// yet.
  public Tensor gradientFromZero() {
    settle();
    if (gradient == null) {
      tape.kernels().fill(Matrix.ofRows(gradient(), 1), 0);
    }
    return gradient;
  }

  /// Adds `dyᵀ[N, M] · x[M, K]` to the gradient `[N, K]` of a weight. What the windows show may not change
  /// until the tape is closed: few rows wait until the gradient is asked for (see [WaitingProducts]).
  public void addGradientProduct(Matrix dy, Matrix x) {
    if (!WaitingProducts.waits(dy.rows())) {
      addProduct(dy, x);
      return;
    }
    if (rows != null) {
      settle();
    }
    if (products == null) {
      products = new WaitingProducts(tape);
    }
    products.add(dy, x);
    if (products.enough()) {
      settle();
    }
  }

  /// Adds row i of `contributions` to row `ids[i]` of the gradient of a table; −1 for no row. Neither
  /// may change until the tape is closed: they wait until the gradient is asked for (see
  /// [WaitingRows]).
  void addGradientRows(Matrix contributions, int[] ids) {
    if (products != null || gradient != null) {
      tape.kernels().scatterAddRows(contributions, ids, Matrix.of(gradientFromZero()));
      return;
    }
    if (rows == null) {
      rows = new WaitingRows(tape, data);
    }
    rows.add(contributions, ids);
  }

  /// The whole gradient as parts that wait, or null if it is written out or too much for that.
  UnwrittenGradient unwrittenGradient() {
    if (gradient != null) {
      return null;
    }
    if (rows != null) {
      return rows.few() ? rows : null;
    }
    return products != null && products.few() ? products : null;
  }

  /// Brings what waits into the gradient.
  private void settle() {
    if (products != null) {
      WaitingProducts all = products;
      products = null;
      addProduct(all.left(), all.right());
    }
    if (rows != null) {
      WaitingRows all = rows;
      rows = null;
      all.addTo(gradientFromZero(), 1);
    }
  }

  private void addProduct(Matrix dy, Matrix x) {
    boolean accumulate = gradientStarted();
    Storage right = tape.packing(x.rows(), x.columns());
    tape.kernels().pack(x, right);
    tape.kernels().multiply(dy.transposed(), right, gradientMatrix(), accumulate);
  }

  /// Tells how many rows an operation will bring to [#multiplyTransposed], and back through [#multiply].
  /// If they are few in all, packing is not worth it.
  public void willMultiply(int rows) {
    rowsToMultiply += rows;
  }

  /// `product[M, N] = left[M, K] · this[K, N]`, or `+=` when `accumulate`.
  public void multiply(Matrix left, Matrix product, boolean accumulate) {
    if (operand == null) {
      operand = new RightOperand(tape, matrix(), null);
    }
    operand.multiply(left, product, accumulate, rowsToMultiply);
  }

  /// `product[M, N] = left[M, K] · this[N, K]ᵀ`, or `+=` when `accumulate`.
  public void multiplyTransposed(Matrix left, Matrix product, boolean accumulate) {
    operandTransposed().multiply(left, product, accumulate, rowsToMultiply);
  }

  /// `product[M, N] = begin[M, N] + left[M, K] · this[N, K]ᵀ`, where `begin` may be one row for all, a bias.
  public void affineTransposed(Matrix left, Matrix begin, Matrix product) {
    operandTransposed().affine(left, begin, product, rowsToMultiply);
  }

  private RightOperand operandTransposed() {
    if (operandTransposed == null) {
      operandTransposed =
          new RightOperand(
              tape,
              matrix().transposed(),
              packedForAllTapes() ? tape.packedWeights().transposed(data) : null);
    }
    return operandTransposed;
  }

  private boolean packedForAllTapes() {
    return tape.packedWeights() != null && tape.isParameter(data);
  }

  /// The same data, through which no gradient flows back.
  public Value detach() {
    return tape.constant(data);
  }

  /// The sum. `other` has this shape, or its innermost axes alone, repeated over the outer ones:
  /// `[F]` or `[B, F]` for a `[T, B, F]`.
  ///
  /// @throws IllegalArgumentException if the shape of `other` is neither
  public Value plus(Value other) {
    return Arithmetic.plus(this, other);
  }

  /// The difference; shapes as in [#plus].
  public Value minus(Value other) {
    return Arithmetic.minus(this, other);
  }

  /// The product of the elements; shapes as in [#plus].
  public Value times(Value other) {
    return Arithmetic.times(this, other);
  }

  /// Every element times `factor`.
  public Value scaledBy(double factor) {
    return Arithmetic.line(this, factor, 0);
  }

  /// `1 - x` of every element.
  public Value complement() {
    return Arithmetic.line(this, -1, 1);
  }

  /// `-x` of every element.
  public Value negate() {
    return scaledBy(-1);
  }

  public Value tanh() {
    return Activations.tanh(this);
  }

  /// The logistic function `1 / (1 + e^-x)`.
  public Value sigmoid() {
    return Activations.sigmoid(this);
  }

  /// `max(x, 0)`, of derivative 0 at 0.
  public Value relu() {
    return Activations.relu(this);
  }

  public Value exp() {
    return Activations.exp(this);
  }

  /// The natural logarithm.
  public Value log() {
    return Activations.log(this);
  }

  /// Each row of the innermost axis as probabilities: `e^x / Σ e^x`.
  public Value softmax() {
    return Softmax.softmax(this);
  }

  /// `x[.., K] · weight[N, K]ᵀ`, a `[.., N]`.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit
  public Value linear(Value weight) {
    return MatrixProduct.linear(this, weight, null);
  }

  /// `x[.., K] · weight[N, K]ᵀ + bias[N]`, a `[.., N]`.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit
  public Value linear(Value weight, Value bias) {
    return MatrixProduct.linear(this, weight, bias);
  }

  /// The columns `[from, to)` of the innermost axis.
  public Value columns(int from, int to) {
    return Parts.columns(this, from, to);
  }

  /// The part `[from, to)` of the outermost axis; shares the data.
  public Value slice(int from, int to) {
    return Parts.slice(this, from, to);
  }

  /// One element of the outermost axis, without that axis: step `t` of a `[T, B, F]` is a
  /// `[B, F]`. Shares the data.
  public Value at(int index) {
    return Parts.at(this, index);
  }

  /// The same numbers under another shape of equal size; shares the data.
  public Value reshape(int... extents) {
    return reshape(Shape.of(extents));
  }

  /// The same numbers under another shape of equal size; shares the data.
  public Value reshape(Shape shape) {
    return Parts.reshape(this, shape);
  }

  /// The sum of all elements, one number.
  public Value sum() {
    return Reductions.sum(this);
  }

  /// The mean of all elements, one number.
  public Value mean() {
    return sum().scaledBy(1.0 / shape().size());
  }

  /// Each row of the innermost axis brought to mean 0 and variance 1: `(x − mean) / √(variance +
  /// epsilon)`.
  public Value normalized(double epsilon) {
    return Normalization.normalized(this, epsilon);
  }

  /// `gain[F] ⊙ normalized(x[.., F]) + bias[F]`, in one operation.
  public Value normalized(Value gain, Value bias, double epsilon) {
    return Normalization.normalized(this, gain, bias, epsilon);
  }

  @Override
  public String toString() {
    return "value " + shape();
  }
}
