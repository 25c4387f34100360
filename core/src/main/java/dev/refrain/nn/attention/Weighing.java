package dev.refrain.nn.attention;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.AttentionKernels;
import dev.refrain.kernel.Reach;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// Scores, softmax and mixture as one operation on the tape, forward and back. R rows look: B of
/// them, or T·B.
final class Weighing {
  private final Tape tape;
  private final AttentionKernels kernels;
  private final Value queries; // [R, A]
  private final Value keys; // [S, B, A]
  private final Value vector; // [A], or null: scores are dot products
  private final Reach reach;
  private final Tensor weights; // [R, S]

  Weighing(Value queries, Value keys, Value vector, Reach reach) {
    this.queries = queries;
    this.keys = keys;
    this.vector = vector;
    this.reach = reach;
    tape = queries.tape();
    kernels = tape.kernels().attention();
    weights = tape.allocate(queries.shape().withColumns(keys.shape().extent(0)));
    Matrix scores = Matrix.of(weights);
    if (vector == null) {
      kernels.dots(queries.matrix(), keys.matrix(), reach, scores);
    } else {
      kernels.additiveScores(operands(), reach, scores);
    }
    kernels.softmax(scores, reach, scores);
  }

  private AttentionKernels.Additive operands() {
    return new AttentionKernels.Additive(queries.matrix(), keys.matrix(), row(vector.data()));
  }

  private static Matrix row(Tensor vector) {
    return Matrix.ofRows(vector, 1);
  }

  /// The weights alone.
  Value weights() {
    Value result = tape.result(weights, weighted());
    if (result.differentiable()) {
      tape.recordAll(
          () -> {
            if (result.gradientStarted()) {
              weightsBackward(result.gradientMatrix());
            }
          });
    }
    return result;
  }

  /// The weights, and what they make of `values[S, B, M]`.
  ///
  /// @param query what the weights were asked for with
  Attention.Look mixed(Value query, Value values) {
    Shape shape = queries.shape().withColumns(values.shape().columns());
    Tensor mixture = tape.allocate(shape);
    kernels.mix(Matrix.of(weights), values.matrix(), reach, Matrix.of(mixture), false);
    boolean differentiable = weighted() || values.differentiable();
    Value context = tape.result(mixture, differentiable);
    Value result = tape.result(weights, differentiable);
    if (differentiable) {
      tape.recordAll(() -> mixedBackward(context, result, values));
    }
    return new Attention.Look(query, context, result, null);
  }

  private boolean weighted() {
    return queries.differentiable()
        || keys.differentiable()
        || (vector != null && vector.differentiable());
  }

  private void mixedBackward(Value context, Value result, Value values) {
    if (context.gradientStarted()) {
      Matrix dContext = context.gradientMatrix();
      if (values.differentiable()) {
        Matrix dValues = Matrix.of(values.gradientFromZero());
        kernels.addOuter(Matrix.of(weights), dContext, reach, dValues);
      }
      Tensor dWeights = tape.allocate(result.shape());
      kernels.dots(dContext, values.matrix(), reach, Matrix.of(dWeights));
      result.addGradient(dWeights);
    }
    if (result.gradientStarted() && weighted()) {
      weightsBackward(result.gradientMatrix());
    }
  }

  /// Uses up `dWeights`.
  private void weightsBackward(Matrix dWeights) {
    kernels.softmaxBackward(Matrix.of(weights), dWeights, reach, dWeights);
    if (vector == null) {
      dotsBackward(dWeights);
    } else {
      kernels.additiveScoresBackward(
          operands(),
          reach,
          dWeights,
          new AttentionKernels.Additive(
              Matrix.of(queries.gradientFromZero()),
              Matrix.of(keys.gradientFromZero()),
              row(vector.gradientFromZero())));
    }
  }

  private void dotsBackward(Matrix dScores) {
    if (queries.differentiable()) {
      boolean started = queries.gradientStarted();
      kernels.mix(dScores, keys.matrix(), reach, queries.gradientMatrix(), started);
    }
    if (keys.differentiable()) {
      Matrix dKeys = Matrix.of(keys.gradientFromZero());
      kernels.addOuter(dScores, queries.matrix(), reach, dKeys);
    }
  }
}
