package dev.refrain.kernel;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;

/// Attention as the loops that the descriptions say, in double precision and rounded once where a
/// number is stored.
record ReferenceAttention(Precision precision) implements AttentionKernels {

  @Override
  public void additiveScores(Additive operands, Reach reach, Matrix scores) {
    check(operands);
    AttentionExtents.precision(precision, scores);
    AttentionExtents.additive("additiveScores", operands, scores, reach);
    Matrix queries = operands.queries();
    Matrix vector = operands.vector();
    for (int r = 0; r < reach.rows(); r++) {
      for (int s = 0; s < scores.columns(); s++) {
        int step = step(reach, r, s);
        double score = 0;
        for (int a = 0; s < reach.length(r) && a < queries.columns(); a++) {
          score += vector.get(0, a) * Math.tanh(queries.get(r, a) + operands.keys().get(step, a));
        }
        scores.set(r, s, score);
      }
    }
  }

  @Override
  public void additiveScoresBackward(
      Additive operands, Reach reach, Matrix dScores, Additive gradients) {
    check(operands);
    check(gradients);
    AttentionExtents.precision(precision, dScores);
    AttentionExtents.additive("additiveScoresBackward", operands, dScores, reach);
    AttentionExtents.additive("additiveScoresBackward", gradients, dScores, reach);
    Matrix queries = operands.queries();
    Matrix keys = operands.keys();
    for (int r = 0; r < reach.rows(); r++) {
      for (int a = 0; a < queries.columns(); a++) {
        double dQuery = 0;
        double dVector = 0;
        for (int s = 0; s < reach.length(r); s++) {
          int step = step(reach, r, s);
          double tanh = Math.tanh(queries.get(r, a) + keys.get(step, a));
          double dSum = dScores.get(r, s) * operands.vector().get(0, a) * (1 - tanh * tanh);
          dVector += dScores.get(r, s) * tanh;
          dQuery += dSum;
          add(gradients.keys(), step, a, dSum);
        }
        add(gradients.queries(), r, a, dQuery);
        add(gradients.vector(), 0, a, dVector);
      }
    }
  }

  @Override
  public void dots(Matrix queries, Matrix steps, Reach reach, Matrix dots) {
    AttentionExtents.precision(precision, queries, steps, dots);
    AttentionExtents.steps("dots", queries, steps, dots, reach);
    for (int r = 0; r < reach.rows(); r++) {
      for (int s = 0; s < dots.columns(); s++) {
        int step = step(reach, r, s);
        double dot = 0;
        for (int f = 0; s < reach.length(r) && f < queries.columns(); f++) {
          dot += queries.get(r, f) * steps.get(step, f);
        }
        dots.set(r, s, dot);
      }
    }
  }

  @Override
  public void mix(Matrix weights, Matrix steps, Reach reach, Matrix mixed, boolean accumulate) {
    AttentionExtents.precision(precision, weights, steps, mixed);
    AttentionExtents.steps("mix", mixed, steps, weights, reach);
    for (int r = 0; r < reach.rows(); r++) {
      for (int f = 0; f < mixed.columns(); f++) {
        double sum = accumulate ? mixed.get(r, f) : 0;
        for (int s = 0; s < reach.length(r); s++) {
          sum += weights.get(r, s) * steps.get(step(reach, r, s), f);
        }
        mixed.set(r, f, sum);
      }
    }
  }

  @Override
  public void addOuter(Matrix weights, Matrix values, Reach reach, Matrix steps) {
    AttentionExtents.precision(precision, weights, values, steps);
    AttentionExtents.steps("addOuter", values, steps, weights, reach);
    for (int r = 0; r < reach.rows(); r++) {
      for (int s = 0; s < reach.length(r); s++) {
        for (int f = 0; f < values.columns(); f++) {
          add(steps, step(reach, r, s), f, weights.get(r, s) * values.get(r, f));
        }
      }
    }
  }

  @Override
  public void softmax(Matrix scores, Reach reach, Matrix weights) {
    AttentionExtents.precision(precision, scores, weights);
    Extents.same("softmax", scores, weights);
    AttentionExtents.perStep("softmax", scores, reach);
    AttentionExtents.perStep("softmax", weights, reach);
    for (int r = 0; r < reach.rows(); r++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int s = 0; s < reach.length(r); s++) {
        largest = Math.max(largest, scores.get(r, s));
      }
      double total = 0;
      for (int s = 0; s < reach.length(r); s++) {
        total += Math.exp(scores.get(r, s) - largest);
      }
      for (int s = 0; s < weights.columns(); s++) {
        boolean seen = s < reach.length(r);
        weights.set(r, s, seen ? Math.exp(scores.get(r, s) - largest) / total : 0);
      }
    }
  }

  @Override
  public void softmaxBackward(Matrix weights, Matrix dWeights, Reach reach, Matrix dScores) {
    AttentionExtents.precision(precision, weights, dWeights, dScores);
    Extents.same("softmaxBackward", weights, dWeights);
    Extents.same("softmaxBackward", weights, dScores);
    AttentionExtents.perStep("softmaxBackward", weights, reach);
    AttentionExtents.perStep("softmaxBackward", dWeights, reach);
    AttentionExtents.perStep("softmaxBackward", dScores, reach);
    for (int r = 0; r < reach.rows(); r++) {
      double mean = 0;
      for (int s = 0; s < reach.length(r); s++) {
        mean += weights.get(r, s) * dWeights.get(r, s);
      }
      for (int s = 0; s < dScores.columns(); s++) {
        boolean seen = s < reach.length(r);
        dScores.set(r, s, seen ? weights.get(r, s) * (dWeights.get(r, s) - mean) : 0);
      }
    }
  }

  private void check(Additive operands) {
    AttentionExtents.precision(precision, operands.queries(), operands.keys(), operands.vector());
  }

  /// The row of `[S·B, F]` where step s of the sequence lies that row r looks at.
  private static int step(Reach reach, int r, int s) {
    return s * reach.batch() + reach.sequence(r);
  }

  private static void add(Matrix target, int row, int column, double value) {
    target.set(row, column, target.get(row, column) + value);
  }
}
