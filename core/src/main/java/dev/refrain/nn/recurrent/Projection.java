package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.nn.cell.CellWeights;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;

/// A product with a weight inside a sequence, `into[n, N] (+)= from[n, K] · weight[N, K]ᵀ`, packed
/// once and applied to windows that move; with a gain, `into (+)= LN(from · weightᵀ) ⊙ gain`.
///
/// On the way back `into` holds its own gradient. [#backward] is called for each step, [#finish]
/// once, after all of them.
final class Projection {
  private static final Pointwise SCALE = scale(false);
  private static final Pointwise SCALE_AND_ADD = scale(true);

  private final Tape tape;
  private final Kernels kernels;
  private final Value weight;
  private final Value gain;
  private final Matrix from;
  private final Matrix into;
  private final boolean accumulate;
  private final Matrix normalized;
  private final Matrix inverse;
  private final Matrix dProjected;
  private final Storage packed;
  private final PointwiseCall applyGain;
  private Storage packedBack;
  private PointwiseCall undoGain;

  /// What layer normalization keeps for the way back, as windows that move with `from` and `into`.
  ///
  /// @param normalized `[n, N]`
  /// @param inverse `[n, 1]`
  /// @param dProjected `[n, N]`, the gradient before the normalization
  record Normalized(Matrix normalized, Matrix inverse, Matrix dProjected) {}

  /// @param gain null without layer normalization, and then `kept` is null too
  Projection(
      Tape tape,
      Value weight,
      Value gain,
      Matrix from,
      Matrix into,
      boolean accumulate,
      Normalized kept) {
    this.tape = tape;
    this.weight = weight;
    this.gain = gain;
    this.from = from;
    this.into = into;
    this.accumulate = accumulate;
    kernels = tape.kernels();
    Matrix transposed = weight.matrix().transposed();
    packed = tape.packing(transposed.rows(), transposed.columns());
    kernels.pack(transposed, packed);
    if (gain == null) {
      normalized = null;
      inverse = null;
      dProjected = into;
      applyGain = null;
    } else {
      normalized = kept.normalized();
      inverse = kept.inverse();
      dProjected = kept.dProjected();
      applyGain =
          kernels
              .prepare(accumulate ? SCALE_AND_ADD : SCALE)
              .bind("scaled", into)
              .bind("value", normalized);
    }
  }

  private static Pointwise scale(boolean add) {
    var p = Pointwise.named(add ? "scale and add" : "scale");
    var scaled = p.read("value").times(p.read("gain"));
    return p.write("scaled", add ? scaled.plus(p.read("scaled")) : scaled).build();
  }

  void forward() {
    if (gain == null) {
      kernels.multiply(from, packed, into, accumulate);
    } else {
      kernels.multiply(from, packed, normalized, false);
      kernels.normalizeRows(normalized, normalized, inverse, CellWeights.EPSILON);
      applyGain.bind("gain", gainRows()).run();
    }
  }

  private Matrix gainRows() {
    return Matrix.broadcast(gain.data(), into.rows());
  }

  /// From the gradient in `into` to `dFrom (+)=`, which may be null if nobody wants it.
  void backward(Matrix dFrom, boolean accumulateFrom) {
    if (gain != null) {
      if (undoGain == null) {
        undoGain = kernels.prepare(SCALE).bind("scaled", dProjected).bind("value", into);
      }
      undoGain.bind("gain", gainRows()).run();
      kernels.normalizeRowsBackward(dProjected, normalized, inverse, dProjected, false);
    }
    if (dFrom != null) {
      if (packedBack == null) {
        packedBack = tape.packing(weight.shape().extent(0), weight.shape().extent(1));
        kernels.pack(weight.matrix(), packedBack);
      }
      kernels.multiply(dProjected, packedBack, dFrom, accumulateFrom);
    }
  }

  /// Adds to the gradients of weight and gain, for all steps in one product.
  ///
  /// @param allFrom `[T·B, K]`
  /// @param allInto `[T·B, N]`, the gradients
  /// @param all the same for what normalization kept, or null
  void finish(Matrix allFrom, Matrix allInto, Normalized all) {
    if (weight.differentiable()) {
      Storage packedFrom = tape.packing(allFrom.rows(), allFrom.columns());
      kernels.pack(allFrom, packedFrom);
      Matrix dProjectedAll = gain == null ? allInto : all.dProjected();
      boolean started = weight.gradientStarted();
      kernels.multiply(dProjectedAll.transposed(), packedFrom, weight.gradientMatrix(), started);
    }
    if (gain != null && gain.differentiable()) {
      boolean started = gain.gradientStarted();
      kernels.columnDots(allInto, all.normalized(), row(gain.gradient()), started);
    }
  }

  /// A vector seen as one row.
  static Matrix row(Tensor vector) {
    return Matrix.of(vector.reshape(Shape.of(1, vector.shape().size())));
  }
}
