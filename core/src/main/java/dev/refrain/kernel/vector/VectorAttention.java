package dev.refrain.kernel.vector;

import dev.refrain.kernel.AttentionExtents;
import dev.refrain.kernel.AttentionKernels;
import dev.refrain.kernel.Extents;
import dev.refrain.kernel.Reach;
import dev.refrain.tensor.FloatStorage;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import java.util.Arrays;

/// Attention in float32 on the vector units of the processor, row by row. Nothing that a row does
/// depends on what lies beyond its reach, so padding changes no bit.
final class VectorAttention implements AttentionKernels {

  @Override
  public void additiveScores(Additive operands, Reach reach, Matrix scores) {
    AttentionExtents.additive("additiveScores", operands, scores, reach);
    forward(AdditiveLoops.Forward.WHOLE, operands, reach, scores);
    if (operands.keys().columns() % Lanes.COUNT > 0) {
      forward(AdditiveLoops.Rest.FORWARD, operands, reach, scores);
    }
    for (int r = 0; r < reach.rows(); r++) {
      clearBeyond(reach, r, array(scores), scores);
    }
  }

  private static void forward(
      AdditiveLoops.Forward loop, Additive operands, Reach reach, Matrix scores) {
    Matrix keys = operands.keys();
    float[] queriesArray = array(operands.queries());
    float[] keysArray = array(keys);
    float[] vectorArray = array(operands.vector());
    float[] scoresArray = array(scores);
    for (int r = 0; r < reach.rows(); r++) {
      loop.run(
          queriesArray,
          row(operands.queries(), r),
          keysArray,
          row(keys, reach.sequence(r)),
          reach.batch() * keys.rowStride(),
          vectorArray,
          operands.vector().offset(),
          keys.columns(),
          scoresArray,
          row(scores, r),
          reach.length(r));
    }
  }

  @Override
  public void additiveScoresBackward(
      Additive operands, Reach reach, Matrix dScores, Additive gradients) {
    AttentionExtents.additive("additiveScoresBackward", operands, dScores, reach);
    AttentionExtents.additive("additiveScoresBackward", gradients, dScores, reach);
    backward(AdditiveLoops.Backward.WHOLE, operands, reach, dScores, gradients);
    if (operands.keys().columns() % Lanes.COUNT > 0) {
      backward(AdditiveLoops.Rest.BACKWARD, operands, reach, dScores, gradients);
    }
  }

  private static void backward(
      AdditiveLoops.Backward loop,
      Additive operands,
      Reach reach,
      Matrix dScores,
      Additive gradients) {
    Matrix keys = operands.keys();
    Matrix dKeys = gradients.keys();
    float[] queriesArray = array(operands.queries());
    float[] keysArray = array(keys);
    float[] vectorArray = array(operands.vector());
    float[] dScoresArray = array(dScores);
    float[] dQueriesArray = array(gradients.queries());
    float[] dKeysArray = array(dKeys);
    float[] dVectorArray = array(gradients.vector());
    for (int r = 0; r < reach.rows(); r++) {
      loop.run(
          queriesArray,
          row(operands.queries(), r),
          keysArray,
          row(keys, reach.sequence(r)),
          reach.batch() * keys.rowStride(),
          vectorArray,
          operands.vector().offset(),
          keys.columns(),
          dScoresArray,
          row(dScores, r),
          reach.length(r),
          dQueriesArray,
          row(gradients.queries(), r),
          dKeysArray,
          row(dKeys, reach.sequence(r)),
          reach.batch() * dKeys.rowStride(),
          dVectorArray,
          gradients.vector().offset());
    }
  }

  @Override
  public void dots(Matrix queries, Matrix steps, Reach reach, Matrix dots) {
    AttentionExtents.steps("dots", queries, steps, dots, reach);
    float[] queriesArray = array(queries);
    float[] stepsArray = array(steps);
    float[] dotsArray = array(dots);
    for (int r = 0; r < reach.rows(); r++) {
      StepLoops.dots(
          queriesArray,
          row(queries, r),
          stepsArray,
          row(steps, reach.sequence(r)),
          reach.batch() * steps.rowStride(),
          steps.columns(),
          dotsArray,
          row(dots, r),
          reach.length(r),
          false);
      clearBeyond(reach, r, dotsArray, dots);
    }
  }

  @Override
  public void mix(Matrix weights, Matrix steps, Reach reach, Matrix mixed, boolean accumulate) {
    AttentionExtents.steps("mix", mixed, steps, weights, reach);
    float[] weightsArray = array(weights);
    float[] stepsArray = array(steps);
    float[] mixedArray = array(mixed);
    for (int r = 0; r < reach.rows(); r++) {
      StepLoops.mix(
          weightsArray,
          row(weights, r),
          stepsArray,
          row(steps, reach.sequence(r)),
          reach.batch() * steps.rowStride(),
          reach.length(r),
          mixedArray,
          row(mixed, r),
          mixed.columns(),
          accumulate);
    }
  }

  @Override
  public void addOuter(Matrix weights, Matrix values, Reach reach, Matrix steps) {
    AttentionExtents.steps("addOuter", values, steps, weights, reach);
    float[] weightsArray = array(weights);
    float[] valuesArray = array(values);
    float[] stepsArray = array(steps);
    for (int r = 0; r < reach.rows(); r++) {
      StepLoops.addOuter(
          weightsArray,
          row(weights, r),
          valuesArray,
          row(values, r),
          values.columns(),
          stepsArray,
          row(steps, reach.sequence(r)),
          reach.batch() * steps.rowStride(),
          reach.length(r));
    }
  }

  @Override
  public void softmax(Matrix scores, Reach reach, Matrix weights) {
    Extents.same("softmax", scores, weights);
    AttentionExtents.perStep("softmax", scores, reach);
    AttentionExtents.perStep("softmax", weights, reach);
    float[] from = array(scores);
    float[] to = array(weights);
    RowLoops rowLoops = RowLoops.now();
    for (int r = 0; r < reach.rows(); r++) {
      int a = row(scores, r);
      int b = row(weights, r);
      int length = reach.length(r);
      float largest = rowLoops.largest(from, a, length);
      float total = rowLoops.exponentials(from, a, to, b, length, largest);
      rowLoops.scale(to, b, to, b, length, 1 / total);
      clearBeyond(reach, r, to, weights);
    }
  }

  @Override
  public void softmaxBackward(Matrix weights, Matrix dWeights, Reach reach, Matrix dScores) {
    Extents.same("softmaxBackward", weights, dWeights);
    Extents.same("softmaxBackward", weights, dScores);
    AttentionExtents.perStep("softmaxBackward", weights, reach);
    AttentionExtents.perStep("softmaxBackward", dWeights, reach);
    AttentionExtents.perStep("softmaxBackward", dScores, reach);
    float[] weightsArray = array(weights);
    float[] dWeightsArray = array(dWeights);
    float[] to = array(dScores);
    for (int r = 0; r < reach.rows(); r++) {
      int a = row(weights, r);
      int b = row(dWeights, r);
      int length = reach.length(r);
      float dot = Reductions.dot(weightsArray, a, dWeightsArray, b, length);
      RowKernels.spread(weightsArray, a, dWeightsArray, b, to, row(dScores, r), length, dot, false);
      clearBeyond(reach, r, to, dScores);
    }
  }

  private static void clearBeyond(Reach reach, int r, float[] array, Matrix perStep) {
    int begin = row(perStep, r);
    Arrays.fill(array, begin + reach.length(r), begin + perStep.columns(), 0);
  }

  private static int row(Matrix window, int row) {
    return window.offset() + row * window.rowStride();
  }

  private static float[] array(Matrix window) {
    Extents.precision(Precision.FLOAT32, window.storage());
    return ((FloatStorage) window.storage()).array();
  }
}
