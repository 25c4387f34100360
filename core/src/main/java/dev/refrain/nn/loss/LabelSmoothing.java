package dev.refrain.nn.loss;

import dev.refrain.autodiff.Rows;
import dev.refrain.autodiff.Tape;
import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;

/// What label smoothing (Szegedy et al. 2016) changes in a cross-entropy and its gradient. With
/// `s` the smoothing and `z` the logits, the loss of a row becomes
/// `−log p(target) + s · (z(target) − mean z)` and its gradient
/// `p − onehot + s · onehot − s / V`.
final class LabelSmoothing {
  private final Tape tape;
  private final double smoothing;
  private final int rows;
  private final int classes;
  private final int[] elements;

  /// `[M, 1]`: one where there is a target, zero where there is padding.
  private final Matrix valid;

  LabelSmoothing(Tape tape, int[] targets, Shape logits, double smoothing) {
    this.tape = tape;
    this.smoothing = smoothing;
    rows = targets.length;
    classes = logits.columns();
    elements = Rows.elements(targets, classes);
    int[] ids = new int[rows];
    Arrays.setAll(ids, r -> targets[r] < 0 ? -1 : 0);
    valid = Matrix.of(tape.allocate(rows, 1));
    tape.kernels().gatherRows(Matrix.of(constant(1, 1, 1)), ids, valid);
  }

  /// `s · Σ (z(target) − mean z)` over the rows with a target.
  ///
  /// @param weighting how often each row counts; null if all count the same
  double loss(Tensor logits, ClassWeighting weighting) {
    Kernels kernels = tape.kernels();
    Matrix ofTargets = Matrix.of(tape.allocate(rows, 1));
    kernels.gatherRows(column(logits), elements, ofTargets);
    Matrix means = Matrix.of(tape.allocate(rows, 1));
    Tensor share = constant(1.0 / classes, classes);
    kernels.rowDots(Matrix.of(logits), Matrix.broadcast(share, rows), means, false);
    if (weighting != null) {
      return smoothing * (weighting.sum(ofTargets) - weighting.sum(means));
    }
    Tensor ofMeans = tape.allocate(1, 1);
    kernels.columnDots(means, valid, Matrix.of(ofMeans), false);
    return smoothing * (kernels.sum(ofTargets) - ofMeans.item());
  }

  /// Adds `s · onehot − s / V` to the rows with a target.
  void changeGradient(Tensor gradient) {
    Kernels kernels = tape.kernels();
    Storage share = tape.packing(1, classes);
    kernels.pack(Matrix.of(constant(-smoothing / classes, 1, classes)), share);
    kernels.multiply(valid, share, Matrix.of(gradient), true);
    kernels.scatterAddRows(Matrix.of(constant(smoothing, rows, 1)), elements, column(gradient));
  }

  private static Matrix column(Tensor tensor) {
    return Matrix.ofRows(tensor, tensor.shape().size());
  }

  private Tensor constant(double value, int... extents) {
    Tensor tensor = tape.allocate(extents);
    tape.kernels().fill(Matrix.of(tensor), value);
    return tensor;
  }
}
