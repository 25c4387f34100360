package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.nn.cell.CellWeights;
import dev.refrain.nn.recurrent.StepWindows.Operand;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;

/// A product with a weight inside a sequence, `into[n, N] = begin + from[n, K] · weight[N, K]ᵀ`,
/// applied to windows that move; with a gain, `into = begin + LN(from · weightᵀ) ⊙ gain`.
///
/// Made once for a layer; [#begin] gives it the weight of a batch. On the way back `into` holds its
/// own gradient. [#backward] is called for each step, [#finish] for some at once, after them.
final class Projection {
  private static final Pointwise SCALE = scale(false);
  private static final Pointwise SCALE_AND_ADD = scale(true);

  private final Kernels kernels;
  private final Operand from;
  private final Operand into;
  private final Operand begin; // null for zeros
  private final Normalized kept; // null without layer normalization
  private final Matrix dProjected;
  private final Matrix gainRows;
  private final PointwiseCall applyGain;
  private final PointwiseCall undoGain;
  private Value weight;
  private Value gain;

  /// What layer normalization keeps for the way back, as operands that move with `from` and `into`.
  ///
  /// @param normalized `[n, N]`
  /// @param inverse `[n, 1]`
  /// @param dProjected `[n, N]`, the gradient before the normalization
  record Normalized(Operand normalized, Operand inverse, Operand dProjected) {

    /// Declares the three.
    static Normalized in(StepWindows windows, String name, int columns) {
      return new Normalized(
          windows.history(name + " normalized", columns),
          windows.history(name + " inverse", 1),
          windows.history(name + " before", columns));
    }
  }

  /// @param begin what `into` begins from: null for zeros, or a bias, or `into`
  /// @param kept null without layer normalization
  Projection(Kernels kernels, Operand from, Operand begin, Operand into, Normalized kept) {
    this.kernels = kernels;
    this.from = from;
    this.into = into;
    this.begin = begin;
    this.kept = kept;
    if (kept == null) {
      dProjected = into.window();
      gainRows = null;
      applyGain = null;
      undoGain = null;
    } else {
      dProjected = kept.dProjected().window();
      gainRows = Matrix.unplaced(into.window().columns(), 0);
      applyGain =
          kernels
              .prepare(begin == null ? SCALE : SCALE_AND_ADD)
              .bind("scaled", into.window())
              .bind("value", kept.normalized().window())
              .bind("gain", gainRows);
      undoGain =
          kernels
              .prepare(SCALE)
              .bind("scaled", dProjected)
              .bind("value", into.window())
              .bind("gain", gainRows);
    }
  }

  private static Pointwise scale(boolean add) {
    var p = Pointwise.named(add ? "scale and add" : "scale");
    var scaled = p.read("value").times(p.read("gain"));
    return p.write("scaled", add ? scaled.plus(p.read("scaled")) : scaled).build();
  }

  /// Begins a batch.
  ///
  /// @param gain null without layer normalization
  /// @param rows of all steps together
  void begin(Value weight, Value gain, int rows) {
    this.weight = weight;
    this.gain = gain;
    weight.willMultiply(rows);
  }

  void forward() {
    if (kept == null && begin == null) {
      weight.multiplyTransposed(from.window(), into.window(), false);
    } else if (kept == null) {
      weight.affineTransposed(from.window(), begin.window(), into.window());
    } else {
      if (begin != null && begin != into) {
        kernels.copy(begin.window(), into.window());
      }
      Matrix normalized = kept.normalized().window();
      weight.multiplyTransposed(from.window(), normalized, false);
      kernels.normalizeRows(normalized, normalized, kept.inverse().window(), CellWeights.EPSILON);
      placeGain();
      applyGain.run();
    }
  }

  private void placeGain() {
    Tensor vector = gain.data();
    gainRows.moveTo(vector.storage(), vector.offset(), into.window().rows());
  }

  /// From the gradient in `into` to `dFrom (+)=`, which may be null if nobody wants it.
  void backward(Matrix dFrom, boolean accumulateFrom) {
    if (kept != null) {
      placeGain();
      undoGain.run();
      kernels.normalizeRowsBackward(
          dProjected, kept.normalized().window(), kept.inverse().window(), dProjected, false);
    }
    if (dFrom != null) {
      weight.multiply(dProjected, dFrom, accumulateFrom);
    }
  }

  /// Adds to the gradients of weight and gain what the steps that the windows show bring.
  void finish() {
    if (weight.differentiable()) {
      weight.addGradientProduct(dProjected, from.window());
    }
    if (gain != null && gain.differentiable()) {
      boolean started = gain.gradientStarted();
      kernels.columnDots(into.window(), kept.normalized().window(), row(gain.gradient()), started);
    }
  }

  /// A vector seen as one row.
  static Matrix row(Tensor vector) {
    return Matrix.ofRows(vector, 1);
  }
}
